# shellcheck shell=bash
# doctor: one line per thing that Slipway needs of a machine, and how to mend it.

verb_doctor() {
  missing=0
  settle_options
  check "Linux on amd64" "Slipway's PostgreSQL binaries are for Linux on amd64" on_linux_amd64
  check "run by root" "use sudo; without root name an engine: ./slipway up --engine SOCKET" may_be_run
  check "JDK 25 or newer" "install a JDK 25 and set JAVA_HOME to it" find_jdk
  check_packages
  check "control groups" "apt-get install cgroupfs-mount && cgroupfs-mount" has_control_groups
  check "nftables in the kernel" "load the kernel module nf_tables" nftables_works
  check "10 GB of free disk" "make room where $home lives" has_room
  check "4 GB of memory" "Slipway runs with less, builds may not" has_memory
  check "port $port for the platform" "./slipway up --port N" free_or_ours platform port "$port"
  check "port $router_port for the router" "./slipway up --router-port N" free_or_ours router router_port "$router_port"
  check_engine
  is_root || echo "note  without root there is no firewall between projects: for trusted code only"
  [ "$missing" = 0 ]
}

check() {
  local what=$1 fix=$2
  shift 2
  if "$@" >/dev/null 2>&1; then
    echo "ok    $what"
  else
    echo "miss  $what: $fix"
    missing=$((missing + 1))
  fi
}

check_packages() {
  local requirement
  for requirement in "${requirements[@]}"; do
    check "${requirement%%:*}" "apt-get install ${requirement#*:}, or ./slipway up --yes" found "${requirement%%:*}"
  done
}

# An engine that others use is weaker than one of our own; nothing of it is a failure.
check_engine() {
  own_engine && return
  check "engine at $(engine_socket)" "start it, or go back with ./slipway up --engine own" engine_runs
  engine_runs || return 0
  docker_ info --format '{{.LiveRestoreEnabled}}' 2>/dev/null | grep -q true \
    || echo "note  this engine has no live-restore: its restart stops every instance"
  echo "note  this engine has its own firewall rules and garbage collection; Slipway cannot vouch for them"
}

on_linux_amd64() {
  [ "$(uname -s)" = Linux ] && [ "$(uname -m)" = x86_64 ]
}

may_be_run() {
  [ "$EUID" = 0 ] || ! own_engine
}

is_root() {
  [ "$EUID" = 0 ]
}

has_control_groups() {
  grep -qE ' /sys/fs/cgroup(/[^ ]*memory[^ ]*)? cgroup' /proc/mounts
}

nftables_works() {
  [ "$EUID" != 0 ] || nft list tables
}

has_room() {
  local place=$home
  while [ ! -d "$place" ]; do place=$(dirname "$place"); done
  [ "$(df -k --output=avail "$place" | tail -n 1)" -gt 10000000 ]
}

has_memory() {
  [ "$(awk '/^MemTotal/ {print $2}' /proc/meminfo)" -gt 3900000 ]
}
