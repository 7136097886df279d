# shellcheck shell=bash
# down: stops what this home started; with --purge removes all it ever made.

verb_down() {
  [ -d "$home" ] || { say "there is nothing at $home" && return; }
  is_home || fail "$home is not the home of a Slipway; nothing was touched"
  [ "$EUID" = 0 ] || [ -O "$home" ] || fail "$home belongs to $(stat -c %U "$home"): run this as that user"
  settle_options
  lock_home
  stop_all
  if [ "$purge" = true ]; then purge_all; else say "stopped; ./slipway up$(where_home) goes on from here"; fi
}

stop_all() {
  rm -f "$home/run/ready"
  stop_processes
  stop_engine
  stop_postgres
}

stop_postgres() {
  [ ! -d "$home/postgres" ] || "$root/launcher/postgres.sh" stop "$home/postgres" >&2
}

purge_all() {
  own_engine || engine_runs || fail "the engine at $(engine_socket) does not answer; start it, then purge again"
  say "removing containers, networks, images, rules and data"
  remove_engine
  [ ! -d "$home/postgres" ] || "$root/launcher/postgres.sh" remove "$home/postgres" >&2
  local left
  left=$(remains)
  [ -z "$left" ] || fail "could not remove everything; the home was kept, try again. Left:
$left"
  release_pool
  remove_home
  [ ! -e "$home" ] || fail "not everything in $home is Slipway's, so it was kept: $(foreign_to_home | head -n 5 | paste -sd ' ')"
  say "nothing of $home is left; kept for the next up: ${SLIPWAY_CACHE:-/var/cache/slipway} and the users slipway, \
slipway-router, slipway-db"
}

# By name, so that a home that holds more than ours does not lose it, nor what says that it is a home.
remove_home() {
  local name
  for name in program config secrets platform images restored restoring backup.lock schema router node run logs options demo-url \
    network-pool admin-password admin-token; do
    rm -rf --one-file-system "${home:?}/$name" "$home/$name.new"
  done
  [ -z "$(foreign_to_home)" ] || return 0
  rm -f "$home"/{lock,installation,installation.new}
  rmdir "$home" 2>/dev/null || true
}

remains() {
  local pid
  for pid in $(pgrep -f -- "$home/" || true); do
    ! process_of_home "$pid" || echo "  process $pid: $(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c 1-100)"
  done
  ! has_firewall || echo "  nftables table inet $(firewall_table)"
  bridges | sed 's/^/  network device /'
  awk -v home="$home/" 'index($2, home) == 1 {print "  mount " $2}' /proc/self/mounts
  own_engine || what_engine_holds
}

# Of those that only name the home, such as an editor or a test, none is ours.
process_of_home() {
  case $(cat "/proc/$1/comm" 2>/dev/null) in
    postgres | dockerd | containerd | supervisor.sh | watch.sh) ;;
    java) grep -qaE -- '-Dslipway\.roles=|/app/node\.jar' "/proc/$1/cmdline" ;;
    *) return 1 ;;
  esac
}

what_engine_holds() {
  containers -a | sed 's/^/  container /'
  docker_ network ls -q --filter "$(ours)" | sed 's/^/  network /'
  docker_ images -aq --filter "$(ours)" | sort -u | sed 's/^/  image /'
}
