# Sourced by the commands beside it: timing, medians, result lines. Not a command of its own.

. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../bin/setup.sh"

# Everything lies here; results hold one line for each run: NAME SECONDS.
begin() {
  work=$(mktemp -d "${TMPDIR:-/tmp}/taniq-bench.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  : >"$work/seconds"
  missed=0
}

# timed NAME COMMAND... : runs it, notes how long it took, and fails where it failed.
timed() {
  local name=$1 start end; shift
  start=$EPOCHREALTIME
  "$@" || { say "$name failed"; return 1; }
  end=$EPOCHREALTIME
  awk -v n="$name" -v s="$start" -v e="$end" 'BEGIN { printf "%s %.4f\n", n, e - s }' >>"$work/seconds"
}

# median NAME : of its runs, in seconds. spread NAME : least and most.
median() { awk -v n="$1" '$1 == n { print $2 }' "$work/seconds" | sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
spread() { awk -v n="$1" '$1 == n { print $2 }' "$work/seconds" | sort -n | awk 'NR == 1 { a = $1 } { b = $1 } END { printf "%.2f-%.2f", a, b }'; }

calc() { awk "BEGIN { printf \"%.3f\", $1 }"; }

# row FIGURE OURS PEER UNIT GOAL : a result line, parted by tabs: figure, ours, peer, ratio, goal, met|missed. GOAL is
# "<= X" or ">= X" for the ratio ours / peer (peer / ours where it starts with ">="), or "-" for what has no goal.
row() {
  local figure=$1 ours=$2 peer=$3 unit=$4 goal=$5 ratio='-' verdict='-'
  if [ "$peer" != - ]; then
    case $goal in '>='*) ratio=$(calc "$peer / $ours") ;; *) ratio=$(calc "$ours / $peer") ;; esac
  fi
  if [ "$goal" != - ]; then
    local value=$ratio; [ "$peer" != - ] || value=$ours
    if awk "BEGIN { exit !($value $goal) }"; then verdict=met; else verdict=missed; missed=1; fi
  fi
  [ "$peer" = - ] || peer="$peer $unit"
  printf '%s\t%s %s\t%s\t%s\t%s\t%s\n' "$figure" "$ours" "$unit" "$peer" "$ratio" "$goal" "$verdict"
}
