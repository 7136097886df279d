# shellcheck shell=bash
# The command line. Each verb takes only its own options.

# shellcheck disable=SC2034  # read by the other parts
options() {
  local verb=$1
  shift
  yes=false detach=false demo=false purge=false json=false follow=false
  port='' router_port='' listen='' engine='' role='' file='' domain='' tls_cert='' tls_key='' tls_port='' print=false uninstall=false all=false scaffold='' names=() key_file='' home=${SLIPWAY_HOME:-$(default_home)}
  # Without `make` it lists.
  [ "$verb" != builders ] || print=true
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
      up:--domain) domain=$(domain_name "$@"); shift ;;
      up:--tls-cert) tls_cert=$(readable "$@"); shift ;;
      up:--tls-key) tls_key=$(readable "$@"); shift ;;
      up:--tls-port) tls_port=$(number "$@"); shift ;;
      install:--print) print=true ;;
      install:--uninstall) uninstall=true ;;
      up:--engine) engine=$(value "$@"); shift ;;
      down:--purge) purge=true ;;
      status:--json) json=true ;;
      logs:--follow | logs:-f) follow=true ;;
      restore:--engine) engine=$(value "$@"); shift ;;
      backup:--key-file | restore:--key-file) key_file=$(realpath -m -- "$(value "$@")"); shift ;;
      backup:[!-]* | restore:[!-]*)
        [ -z "$file" ] || fail "'$verb' takes one file"
        file=$(realpath -m -- "$1")
        ;;
      builders:make) print=false ;;
      builders:new)
        print=false
        scaffold=$(builder_name "$@")
        file=$(value "${@:2}")
        shift 2
        ;;
      builders:--all) all=true ;;
      builders:[a-z]*) names+=("$1") ;;
      restart:platform | restart:node | restart:router | restart:postgres) role=$1 ;;
      restore:--yes) yes=true ;;
      logs:platform | logs:node | logs:router | logs:postgres | logs:engine) role=$1 ;;
      *) fail "'$1' means nothing to '$verb'; ./slipway $verb --help lists what does" ;;
    esac
    shift
  done
  [ -n "$tls_cert" ] && [ -z "$tls_key" ] && fail "--tls-cert needs --tls-key beside it"
  [ -z "$tls_cert" ] && [ -n "$tls_key" ] && fail "--tls-key needs --tls-cert beside it"
  case $verb in backup | restore) [ -n "$file" ] || fail "'$verb' needs the name of a file" ;; esac
  if [ "$verb" = builders ] && [ "$print" = true ] && { [ "$all" = true ] || [ "${#names[@]}" -gt 0 ]; }; then
    fail "'builders' lists, 'builders make' makes"
  fi
  home=$(realpath -ms -- "$home")
  case $home in
    *[!A-Za-z0-9/._-]*) fail "the home $home has a character other than letters, digits, / . _ -" ;;
    / | /bin | /boot | /dev | /etc | /home | /lib | /media | /mnt | /opt | /proc | /root | /run | /sbin | /srv | /sys | /tmp | /usr \
      | /var | /var/cache | /var/lib | /var/tmp | "${HOME:-/}") fail "$home cannot be a home: take a directory of its own" ;;
  esac
}

default_home() {
  if [ "$EUID" = 0 ]; then echo /var/lib/slipway; else echo "${HOME:?}/.slipway"; fi
}

value() {
  [ $# -gt 1 ] && [ -n "$2" ] || fail "$1 needs a value"
  echo "$2"
}

number() {
  value "$@" | grep -Ex '[1-9][0-9]{0,4}' | awk '$1 > 0 && $1 < 65536' | grep . || fail "$1 needs a port from 1 to 65535"
}

# A name of the public kind, in lower case; "localhost" goes back to this machine alone.
domain_name() {
  local name
  name=$(value "$@") || exit 1
  name=${name,,}
  [ "$name" != localhost ] || { echo localhost && return; }
  [ "${#name}" -le 190 ] && grep -Eqx '([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?' <<<"$name" \
    || fail "$1 needs a name such as slipway.example.org, without a scheme, a port or a path"
  echo "$name"
}

readable() {
  local path
  path=$(realpath -m -- "$(value "$@")")
  [ -f "$path" ] && [ -r "$path" ] || fail "$1: there is no file $path"
  grep -Eqx '[A-Za-z0-9/._-]+' <<<"$path" || fail "$1: $path has a character other than letters, digits, / . _ -"
  echo "$path"
}

# builder_name new NAME DIRECTORY
builder_name() {
  value "$@" | grep -Ex '[a-z]([a-z0-9]|-[a-z0-9]){0,38}' || fail "'builders new' needs a name of small letters, digits and dashes, and a directory"
}

address() {
  value "$@" | grep -Ex '[0-9A-Fa-f.:]+' || fail "$1 needs an IP address"
}
