#!/usr/bin/env bash
# A private Tor network on loopback, with the onion services of a taniq-server in front of it, for tests.
#
# The daemons are the ordinary tor program (Debian's package "tor"). They listen on 127.0.0.1, call out from 127.0.0.1
# only (OutboundBindAddress), trust their own directory authority alone, and allow no exits: nothing reaches the public
# Tor network or another machine. Never use these settings or keys for a real onion service.
set -euo pipefail

usage() {
  cat <<'USAGE'
usage: private-network.sh start   WORKDIR --torrc FILE --public HOST:PORT --hatch HOST:PORT [--owner PID] [--timeout S]
       private-network.sh reach   WORKDIR PUBLIC|HATCH [--timeout S]   wait until the service is reached through Tor
       private-network.sh status  WORKDIR              list the daemons; exit 0 when all of them run, else 1
       private-network.sh restart WORKDIR NODE         stop and start one daemon: service, client, courier, relay1 ...
                                                       (cuts its connections; addresses and keys stay)
       private-network.sh stop    WORKDIR              stop the daemons by pid

  --torrc FILE   the service's settings: deploy/torrc.example, of which only directories and ports are changed
  --owner PID    every daemon ends by itself when this process ends, so that a killed test leaves none behind

start returns when the network is up, and the services are known by name; it prints, and keeps in WORKDIR/network.env,
  PUBLIC, HATCH                 the two onion names, each on port 80
  SOCKS_PORT                    SOCKS5 port of a client without keys
  COURIER_SOCKS_PORT            SOCKS5 port of a client that has the key of the hatch (client authorization)
USAGE
}

# --- settings and state ----------------------------------------------------------------------------------------------

relays=4                  # beside the authority, which is a relay too
initial_interval=30       # seconds between two tries at a first consensus
voting_interval=300
work='' torrc='' public='' hatch='' owner='' timeout=150
deadline=0 next_nudge=0

die() { echo "private-network: $*" >&2; exit 1; }
now() { date +%s; }
need() { command -v "$1" >/dev/null 2>&1 || die "'$1' not found; install the package $2"; }

# --- processes -------------------------------------------------------------------------------------------------------

nodes() { if [[ -f $work/nodes ]]; then cat "$work/nodes"; fi; }

# Whether process $2 is the daemon of node $1: its command line must name this node's torrc. So a number from a stale
# pid file, which may belong to another process by now, does no harm.
is_daemon() { tr '\0' '\n' 2>/dev/null <"/proc/$2/cmdline" | grep -qxF "$work/$1/torrc"; }

# Prints the pid of node $1 if its daemon runs.
live_pid() {
  local pid
  pid=$(cat "$work/$1/pid" 2>/dev/null) || return 1
  [[ $pid =~ ^[0-9]+$ ]] && is_daemon "$1" "$pid" || return 1
  echo "$pid"
}

# Prints "node pid" for each of the nodes in "$@", by default for each node, that runs.
live_nodes() {
  local node pid
  for node in ${1+"$@"} $( (( $# )) || nodes ); do
    if pid=$(live_pid "$node"); then echo "$node $pid"; fi
  done
}

launch() {
  local node=$1
  if ! tor --hush --defaults-torrc "$work/empty.torrc" -f "$work/$node/torrc" >"$work/$node/start.log" 2>&1; then
    grep -hE '\[(warn|err)\]' "$work/$node/start.log" | tail -n 5 >&2 || true
    die "the daemon '$node' did not start; its torrc is $work/$node/torrc"
  fi
}

# Stops the nodes in "$@", by default all: SIGTERM, and SIGKILL for what still runs after 10 seconds. It waits for the
# processes: a daemon removes its pid file some time before it has written its last file.
halt() {
  local node pid tries running left
  running=$(live_nodes "$@")
  for (( tries = 0; tries <= 100; tries++ )); do
    left=''
    while read -r node pid; do
      if [[ -z $node ]] || ! is_daemon "$node" "$pid"; then continue; fi
      left+="$node "
      case $tries in
        0) kill -TERM "$pid" 2>/dev/null || true ;;
        100) kill -KILL "$pid" 2>/dev/null || true ;;
      esac
    done <<<"$running"
    [[ -n $left ]] || return 0
    sleep 0.1
  done
  echo "private-network: still running after 10 s, so killed: $left" >&2
}

# --- ports -----------------------------------------------------------------------------------------------------------

port_busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The first of $1 free ports in a row, below those that the system gives away by itself.
free_range() {
  local base=$((10000 + RANDOM % 20000)) p
  for (( p = base; p < base + $1; p++ )); do
    if port_busy "$p"; then base=$(( p + 1 )); fi
  done
  echo "$base"
}

# --- torrc files -----------------------------------------------------------------------------------------------------

common_torrc() {
  cat <<TORRC
DataDirectory $work/$1
PidFile $work/$1/pid
Log notice file $work/$1/notice.log
RunAsDaemon 1
Nickname $1
ContactInfo private test network <nobody@example.invalid>
TestingTorNetwork 1
OutboundBindAddress 127.0.0.1
ShutdownWaitLength 0
TORRC
  if [[ -n $owner ]]; then echo "__OwningControllerProcess $owner"; fi
  cat "$work/authority.torrc"
}

# $1 port
relay_torrc() {
  cat <<TORRC
SocksPort 0
Address 127.0.0.1
AddressDisableIPv6 1
ORPort 127.0.0.1:$1 IPv4Only
AssumeReachable 1
ExitRelay 0
ExitPolicy reject *:*
# Tell nobody what bandwidth was seen, so that all relays have the same weight. Else, when one has seen some traffic at
# the first vote and the others none, everybody picks that one for every hop and no circuit can be built.
TestingMinTimeToReportBandwidth 1 day
TORRC
}

# $1 directory port, $2 seconds from now until the next consensus
authority_torrc() {
  cat <<TORRC
DirPort 127.0.0.1:$1
AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
# Every relay may be a guard and keep onion service descriptors, however young it is, ...
TestingDirAuthVoteGuard *
TestingDirAuthVoteHSDir *
# ... and counts as stable. Else only those older than the median would, and a network this small then lacks paths.
AuthDirVoteStableGuaranteeMinUptime 0
AuthDirVoteStableGuaranteeMTBF 0
# Votes happen at multiples of the interval since midnight, shifted by the offset.
TestingV3AuthInitialVotingInterval $initial_interval seconds
TestingV3AuthInitialVoteDelay 2 seconds
TestingV3AuthInitialDistDelay 2 seconds
TestingV3AuthVotingStartOffset $(( ($(now) + $2) % initial_interval )) seconds
V3AuthVotingInterval $voting_interval seconds
V3AuthVoteDelay 2 seconds
V3AuthDistDelay 2 seconds
TORRC
}

# $1 port, $2 seconds from now until the next consensus
write_authority() {
  { common_torrc authority; relay_torrc "$1"; authority_torrc "$(( $1 + 1 ))" "$2"; } >"$work/authority/torrc"
}

# The operator's own settings, in other directories and for other ports.
service_torrc() {
  sed -e "s|/var/lib/tor/|$work/service/|" -e "s|127\.0\.0\.1:8080|$public|" -e "s|127\.0\.0\.1:8081|$hatch|" "$torrc"
}

# --- keys ------------------------------------------------------------------------------------------------------------

# Makes the authority's keys, and the line on it that every node includes.
make_authority() {
  local port=$1 v3ident fingerprint
  ( cd "$work/authority/keys"
    head -c 18 /dev/urandom | base64 | tor-gencert --create-identity-key --passphrase-fd 0 -m 12 -a "127.0.0.1:$(( port + 1 ))"
  ) >"$work/authority/gencert.log" 2>&1 || die "tor-gencert failed; see $work/authority/gencert.log"
  v3ident=$(awk '$1 == "fingerprint" { print $2 }' "$work/authority/keys/authority_certificate")
  fingerprint=$(tor --hush --defaults-torrc "$work/empty.torrc" -f "$work/empty.torrc" --list-fingerprint --SocksPort 0 \
                    --DataDirectory "$work/authority" --ORPort "127.0.0.1:$port" --Nickname authority 2>"$work/authority/start.log" \
                | awk 'NF == 11 { $1 = ""; gsub(/ /, ""); print }') || true
  [[ ${#v3ident} == 40 && ${#fingerprint} == 40 ]] || die "no fingerprints of the authority; see the logs in $work/authority"
  echo "DirAuthority authority orport=$port v3ident=$v3ident 127.0.0.1:$(( port + 1 )) $fingerprint" >"$work/authority.torrc"
}

# x25519 key pair for client authorization, as base32 without padding. openssl's DER forms end in the 32 raw bytes.
make_courier_key() {
  openssl genpkey -algorithm X25519 -outform DER -out "$work/key.der"
  openssl pkey -inform DER -in "$work/key.der" -outform DER | tail -c 32 | base32 | tr -d '=\n' >"$work/courier.private"
  openssl pkey -inform DER -in "$work/key.der" -pubout -outform DER | tail -c 32 | base32 | tr -d '=\n' >"$work/courier.public"
  rm -f "$work/key.der"
}

# --- waiting ---------------------------------------------------------------------------------------------------------

# Runs "$@" after the first word until it succeeds; the first word says, for the message, what is awaited.
await() {
  local what=$1; shift
  until "$@"; do
    (( $(now) < deadline )) || die "gave up after $timeout s, waiting until $what; logs: $work/*/notice.log"
    sleep 0.2
  done
}

# Whether the authority at directory port $1 serves document $2 with a line that starts with "$3 " for each relay.
authority_serves() {
  local found
  found=$(curl -s --max-time 2 --noproxy '*' "http://127.0.0.1:$1/tor/$2" | grep -c "^$3 ") || true
  (( found >= 1 + relays ))
}

# Whether the log of every node in "$@" after the first word matches that word, an extended pattern. Nodes that are
# behind get a SIGHUP every few seconds: it makes tor forget failed downloads and ask again at once, where it would wait
# for half a minute (as after asking for the first consensus before there was one).
all_logged() {
  local pattern=$1 node pid behind=(); shift
  for node in "$@"; do
    grep -qE "$pattern" "$work/$node/notice.log" 2>/dev/null || behind+=("$node")
  done
  (( ${#behind[@]} )) || return 0
  (( $(now) >= next_nudge )) || return 1
  for node in "${behind[@]}"; do
    pid=$(live_pid "$node") || die "the daemon '$node' has ended; log: $work/$node/notice.log"
    kill -HUP "$pid" 2>/dev/null || true
  done
  next_nudge=$(( $(now) + 4 ))
  return 1
}

# Any HTTP answer will do, an error status too: it shows that the server behind the onion service was reached.
onion_answers() { curl -s -o /dev/null --max-time 15 --socks5-hostname "127.0.0.1:$2" --noproxy '' "http://$1/"; }

# --- verbs -----------------------------------------------------------------------------------------------------------

parse_options() {
  while (( $# )); do
    (( $# >= 2 )) || die "$1 needs a value"
    case $1 in
      --torrc) torrc=$2 ;;
      --public) public=$2 ;;
      --hatch) hatch=$2 ;;
      --owner) owner=$2 ;;
      --timeout) timeout=$2 ;;
      *) die "unknown option $1; see --help" ;;
    esac
    shift 2
  done
}

cmd_start() {
  parse_options "$@"
  [[ -r $torrc && -n $public && -n $hatch ]] || die "start needs --torrc, --public and --hatch; see --help"
  need tor tor; need tor-gencert tor; need curl curl; need openssl openssl
  [[ ! -e $work || -z $(ls -A "$work") ]] || die "$work holds something; give a new or empty folder"
  umask 077
  mkdir -p "$work/authority/keys" "$work/service" "$work/client" "$work/courier/onion-auth"
  deadline=$(( $(now) + timeout ))

  local i port names=(authority) ends=(service client courier)
  port=$(free_range $(( relays + 4 )))
  local authority_port=$port socks=$(( port + relays + 2 )) courier_socks=$(( port + relays + 3 ))
  : >"$work/empty.torrc"
  make_authority "$authority_port"
  # The first vote is put off until the authority knows every relay. A relay that was a moment late for it would be
  # missing until the second one.
  write_authority "$authority_port" "$initial_interval"
  for (( i = 1; i <= relays; i++ )); do
    names+=("relay$i")
    mkdir "$work/relay$i"
    { common_torrc "relay$i"; relay_torrc "$(( authority_port + 1 + i ))"; } >"$work/relay$i/torrc"
  done

  make_courier_key
  mkdir -p "$work/service/taniq-hatch/authorized_clients"
  echo "descriptor:x25519:$(cat "$work/courier.public")" >"$work/service/taniq-hatch/authorized_clients/courier.auth"
  { common_torrc service; service_torrc; } >"$work/service/torrc"
  { common_torrc client; echo "SocksPort 127.0.0.1:$socks"; } >"$work/client/torrc"
  { common_torrc courier; echo "SocksPort 127.0.0.1:$courier_socks"; echo "ClientOnionAuthDir $work/courier/onion-auth"
  } >"$work/courier/torrc"
  printf '%s\n' "${names[@]}" "${ends[@]}" >"$work/nodes"
  # A start that fails or is interrupted leaves no daemon behind.
  trap 'code=$?; (( code == 0 )) || halt; exit "$code"' EXIT
  trap 'exit 130' INT TERM

  for i in "${names[@]}"; do launch "$i"; done
  await "the authority knows every relay" authority_serves "$(( authority_port + 1 ))" server/all router
  write_authority "$authority_port" 6
  kill -HUP "$(live_pid authority)"
  await "there is a consensus on all relays" authority_serves "$(( authority_port + 1 ))" status-vote/current/consensus r
  # From 75 % on a relay has the directory. 100 % comes with its first circuit, and an idle relay may never build one.
  await "every relay has the directory" all_logged 'Bootstrapped (7[5-9]|[89][0-9]|100)%' "${names[@]}"

  launch service
  await "tor has made the onion addresses" test -s "$work/service/taniq-public/hostname" -a -s "$work/service/taniq-hatch/hostname"
  local hatch_onion
  hatch_onion=$(cat "$work/service/taniq-hatch/hostname")
  echo "${hatch_onion%.onion}:descriptor:x25519:$(cat "$work/courier.private")" >"$work/courier/onion-auth/hatch.auth_private"
  launch client
  launch courier
  cat >"$work/network.env" <<ENV
PUBLIC=$(cat "$work/service/taniq-public/hostname")
HATCH=$hatch_onion
SOCKS_PORT=$socks
COURIER_SOCKS_PORT=$courier_socks
ENV
  next_nudge=$(( $(now) + 6 ))
  await "service and clients have a circuit" all_logged 'Bootstrapped 100%' "${ends[@]}"
  cat "$work/network.env"
}

cmd_reach() {
  local which=$1; shift
  parse_options "$@"
  deadline=$(( $(now) + timeout ))
  local PUBLIC HATCH SOCKS_PORT COURIER_SOCKS_PORT
  . "$work/network.env"
  case $which in
    PUBLIC) await "the public service answers" onion_answers "$PUBLIC" "$SOCKS_PORT" ;;
    HATCH) await "the hatch answers" onion_answers "$HATCH" "$COURIER_SOCKS_PORT" ;;
    *) die "reach needs PUBLIC or HATCH" ;;
  esac
}

cmd_status() {
  local node pid code=0
  for node in $(nodes); do
    if pid=$(live_pid "$node"); then echo "$node running $pid"; else echo "$node stopped"; code=1; fi
  done
  return "$code"
}

cmd_restart() {
  nodes | grep -qxF "${1-}" || die "no node '${1-}' in $work; there are: $(nodes | tr '\n' ' ')"
  halt "$1"
  : >"$work/$1/notice.log"
  launch "$1"
}

cmd_stop() { halt; }

main() {
  local verb=${1:-}
  case $verb in
    start | reach | status | restart | stop) shift ;;
    -h | --help | help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  [[ -n ${1:-} && $1 != -* ]] || die "$verb needs a WORKDIR; see --help"
  work=$(readlink -m -- "$1"); shift
  [[ $work =~ ^[A-Za-z0-9_./+@%-]+$ ]] || die "WORKDIR has characters that a torrc cannot hold: $work"
  [[ $verb == start || -f $work/nodes ]] || die "no network in $work"
  "cmd_$verb" "$@"
}

main "$@"
