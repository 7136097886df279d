# shellcheck shell=bash
# Shared by the drills: builds the checkout, then runs one test class of e2e on an installation of its own.

root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
# shellcheck source-path=SCRIPTDIR source=../../launcher/messages.sh
. "$root/launcher/messages.sh"
# shellcheck source-path=SCRIPTDIR source=../../launcher/jdk.sh
. "$root/launcher/jdk.sh"

# run_drill CLASS [-Dname=value]...: as long as it takes; SLIPWAY_BUILD=no takes what was built last.
run_drill() {
  local class=$1
  shift
  need_jdk
  export JAVA_HOME=$java_home
  cd "$root" || exit
  [ "${SLIPWAY_BUILD:-}" = no ] || mvn -B -ntp -q install -DskipTests </dev/null
  SLIPWAY_BUILD=no mvn -B -ntp verify -pl e2e "-Dtest=$class" -Dtest.limit=4h -Dsurefire.failIfNoSpecifiedTests=false "$@" </dev/null
}

# count OPTION VALUE: the value, where it is a small number.
count() {
  [[ ${2:-} =~ ^[0-9]{1,6}$ ]] || usage 2
  echo "$2"
}

# word OPTION VALUE: the value, where there is one.
word() {
  [[ ${2:-} =~ ^[A-Za-z0-9_,./-]+$ ]] || usage 2
  echo "$2"
}
