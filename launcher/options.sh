# shellcheck shell=bash
# The command line. Each verb takes only its own options.

# shellcheck disable=SC2034  # read by the other parts
options() {
  local verb=$1
  shift
  yes=false detach=false demo=false purge=false json=false follow=false
  port='' router_port='' listen='' engine='' role='' home=${SLIPWAY_HOME:-$(default_home)}
  while [ $# -gt 0 ]; do
    case $verb:$1 in
      *:--help | *:-h) help "$verb" && exit 0 ;;
      *:--home) home=$(value "$@"); shift ;;
      up:--yes | test:--yes) yes=true ;;
      up:--detach) detach=true ;;
      up:--demo) demo=true ;;
      up:--port) port=$(number "$@"); shift ;;
      up:--router-port) router_port=$(number "$@"); shift ;;
      up:--listen) listen=$(address "$@"); shift ;;
      up:--engine) engine=$(value "$@"); shift ;;
      down:--purge) purge=true ;;
      status:--json) json=true ;;
      logs:--follow | logs:-f) follow=true ;;
      logs:platform | logs:node | logs:router | logs:postgres | logs:engine) role=$1 ;;
      *) fail "'$1' means nothing to '$verb'; ./slipway $verb --help lists what does" ;;
    esac
    shift
  done
  home=$(realpath -ms -- "$home")
  case $home in
    *[!A-Za-z0-9/._-]*) fail "the home $home has a character other than letters, digits, / . _ -" ;;
    / | /bin | /boot | /dev | /etc | /home | /lib | /media | /mnt | /opt | /proc | /root | /run | /sbin | /srv | /sys | /tmp | /usr \
      | /var | /var/cache | /var/lib | /var/tmp | "${HOME:-/}") fail "$home cannot be a home: take a directory of its own" ;;
  esac
}

default_home() {
  if [ "$(id -u)" = 0 ]; then echo /var/lib/slipway; else echo "${HOME:?}/.slipway"; fi
}

value() {
  [ $# -gt 1 ] && [ -n "$2" ] || fail "$1 needs a value"
  echo "$2"
}

number() {
  value "$@" | grep -Ex '[1-9][0-9]{0,4}' | awk '$1 > 0 && $1 < 65536' | grep . || fail "$1 needs a port from 1 to 65535"
}

address() {
  value "$@" | grep -Ex '[0-9A-Fa-f.:]+' || fail "$1 needs an IP address"
}
