# Sourced by the commands beside it: what they need from Debian, and the built programs. Not a command of its own.

top=$(CDPATH= cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)

say() { printf '%s\n' "$*" >&2; }
fail() { say "$(basename "$0"): error: $1"; [ $# -lt 2 ] || say "$(basename "$0"): hint: $2"; exit 1; }

# need COMMAND PACKAGE ... : installs the Debian packages of the commands that are missing; as root or with sudo that
# does not ask, otherwise says exactly what to install.
need() {
  local missing=() sudo=''
  while [ $# -gt 1 ]; do
    command -v "$1" >/dev/null 2>&1 || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo='sudo -n'
    else fail "these Debian packages are missing: ${missing[*]}" "sudo apt-get install ${missing[*]}"; fi
  fi
  command -v apt-get >/dev/null 2>&1 || fail "missing: ${missing[*]}" "install them with your system's package tool"
  say "installing from Debian: ${missing[*]}"
  local log; log=$(mktemp)
  if ! { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2; rm -f "$log"
    fail "apt-get could not install ${missing[*]}" "sudo apt-get update && sudo apt-get install ${missing[*]}"
  fi
  rm -f "$log"
}

# A JDK (not only a runtime) of version 17 or later.
need_java() {
  need javac openjdk-17-jdk-headless mvn maven
  local version
  version=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 17 ] || fail "javac ${version:-?} is too old" "sudo apt-get install openjdk-17-jdk-headless"
}

# Programs of the three distributions, once built.
taniq=$top/client-cli/target/dist/taniq/bin/taniq
courier=$top/client-cli/target/dist/taniq-courier/bin/taniq-courier
server=$top/server/target/dist/taniq-server/bin/taniq-server

# Whether a source is newer than what was built last.
stale() {
  [ -x "$taniq" ] && [ -x "$courier" ] && [ -x "$server" ] || return 0
  [ -n "$(find "$top/pom.xml" "$top"/{protocol,server,client-cli}/{pom.xml,src/main} "$top/src" -newer "$top/client-cli/target/dist/.built" -print -quit 2>/dev/null)" ] ||
    [ ! -e "$top/client-cli/target/dist/.built" ]
}

# Builds the distributions where they are missing or older than the sources. Tests are bin/test's.
build() {
  stale || return 0
  need_java
  say 'building (the first time takes some minutes)'
  local log; log=$(mktemp)
  if ! (cd "$top" && mvn -q -B -DskipTests -pl server,client-cli -am package) >"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2; rm -f "$log"
    fail 'the build failed' 'read the lines above; a network connection to Maven Central is needed the first time'
  fi
  rm -f "$log"
  touch "$top/client-cli/target/dist/.built"
}
