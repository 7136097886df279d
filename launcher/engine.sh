#!/usr/bin/env bash
# A Docker Engine of our own: one directory, one dockerd. Used by ./slipway and by the tests alike. Needs root.
#
#   engine.sh start DIR    start it if it does not run, or adopt the one that does; it answers at DIR/docker.sock
#   engine.sh stop DIR     end the daemon in order; containers live on, the next start takes them over (live-restore)
#   engine.sh halt DIR     end the containers, then the daemon
#   engine.sh remove DIR   halt, end whatever is left of it, unmount, remove DIR
#
# It never meets another dockerd: own data, sockets and runtime state, no iptables rules, no default bridge.
set -euo pipefail
umask 022
PATH=$PATH:/usr/sbin:/sbin:/usr/libexec/docker

main() {
  verb=${1:?start, stop, halt or remove}
  directory=$(realpath -ms -- "${2:?a directory}")
  socket=$directory/docker.sock
  # Short and apart from DIR: sockets below it must fit into 107 bytes.
  runtime=/run/slipway-engine-$(printf %s "$directory" | sha256sum | cut -c 1-12)
  [ "$EUID" = 0 ] || fail "only root can run an engine"
  case $verb in
    start) start ;;
    stop) ours && stop ;;
    halt) ours && halt ;;
    remove) ours && remove ;;
    *) fail "unknown verb $verb" ;;
  esac
}

start() {
  check_machine
  mkdir -p "$directory" && chmod 0700 "$directory"
  lock
  running || launch
  await
  chmod 0600 "$socket"
  [ "$(</proc/sys/net/ipv4/ip_forward)" = 1 ] || echo 1 >/proc/sys/net/ipv4/ip_forward \
    || fail "IP forwarding is off and cannot be turned on: set net.ipv4.ip_forward=1"
}

# The watch may be starting what another wants to stop.
lock() {
  exec 9>"$directory/lock"
  flock -w 90 9 || fail "another start or stop of $directory does not end"
}

check_machine() {
  local program
  for program in dockerd containerd runc docker-init curl ip; do
    command -v "$program" >/dev/null || fail "$program is missing: apt-get install docker.io tini curl iproute2"
  done
  [ "${#socket}" -le 107 ] || fail "$socket is longer than the 107 bytes of a socket's path: take a shorter directory"
  grep -q ' /sys/fs/cgroup cgroup2 ' /proc/mounts || grep -q ' /sys/fs/cgroup/[^ ]*memory[^ ]* cgroup ' /proc/mounts \
    || fail "no control groups are mounted at /sys/fs/cgroup, so nothing could be limited: \
apt-get install cgroupfs-mount && cgroupfs-mount, then try again"
}

launch() {
  clean_stale
  settings >"$directory/daemon.json"
  [ "$(stat -c %s "$directory/engine.log" 2>/dev/null || echo 0)" -lt 10485760 ] \
    || mv "$directory/engine.log" "$directory/engine.log.1"
  setsid dockerd --config-file="$directory/daemon.json" --data-root="$directory/data" --exec-root="$runtime" \
    --pidfile="$directory/pid" --host="unix://$socket" --group=root \
    </dev/null >>"$directory/engine.log" 2>&1 9>&- &
  launched=$!
}

# A file of our own, so that the machine's /etc/docker/daemon.json has no say. The launcher's nftables table does what
# iptables does elsewhere; user-defined bridges are made by the node.
settings() {
  cat <<JSON
{
  "bridge": "none",
  "iptables": false,
  "ip6tables": false,
  "ip-forward": true,
  "live-restore": true,
  "userland-proxy": false,$(below_group)
  "log-level": "warn",
  "log-driver": "local",
  "log-opts": {"max-size": "10m", "max-file": "3"}
}
JSON
}

# Of whoever puts a limit around all of an installation: containers then lie in the control group SLIPWAY_CGROUP.
below_group() {
  [[ ! ${SLIPWAY_CGROUP:-} =~ ^/[A-Za-z0-9/._-]+$ ]] \
    || printf '\n  "cgroup-parent": "%s",\n  "exec-opts": ["native.cgroupdriver=cgroupfs"],' "$SLIPWAY_CGROUP"
}

# Numbers of the dead may belong to others by now; dockerd would refuse or wait for them.
clean_stale() {
  rm -f "$directory/pid" "$socket"
  containerd >/dev/null || rm -f "$runtime/containerd/containerd.pid"
}

# The process of this engine's own containerd, if it lives.
containerd() {
  local pid
  pid=$(cat "$runtime/containerd/containerd.pid" 2>/dev/null) || return 1
  says "$pid" "--config $runtime/containerd/containerd.toml" && echo "$pid"
}

await() {
  local deadline=$((SECONDS + 60))
  until answers; do
    [ -z "${launched:-}" ] || kill -0 "$launched" 2>/dev/null || fail "the engine did not start: $(last_words)"
    [ "$SECONDS" -lt "$deadline" ] || fail "the engine does not answer: $(last_words)"
    sleep 0.05
  done
}

last_words() {
  tail -n 3 "$directory/engine.log"
}

answers() {
  ask _ping >/dev/null 2>&1
}

ask() {
  curl -sf --max-time 30 --unix-socket "$socket" "http://engine/$1" "${@:2}"
}

running() {
  local pid
  pid=$(cat "$directory/pid" 2>/dev/null) || return 1
  # The command line tells a live daemon from another process that got its number.
  says "$pid" "--data-root=$directory/data "
}

says() {
  tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" | grep -qF -- "$2"
}

# Nothing to do where no engine ever was, and never an answer for a directory that is not an engine's.
ours() {
  [ -d "$directory" ] || exit 0
  [ -f "$directory/daemon.json" ] || { rmdir "$directory" 2>/dev/null && exit 0; } \
    || fail "$directory is not the directory of an engine of ours"
  lock
}

stop() {
  running || return 0
  local pid
  pid=$(<"$directory/pid")
  kill -TERM "$pid"
  gone 30 "$pid" || { kill -KILL "$pid" && gone 10 "$pid"; } || fail "the engine $pid does not end"
}

gone() {
  local deadline=$((SECONDS + $1))
  while [ -d "/proc/$2" ] && [ "$(cut -d ' ' -f 3 <"/proc/$2/stat" 2>/dev/null || echo Z)" != Z ]; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.05
  done
}

halt() {
  local grace=${1:-10}
  if running && answers; then end_containers "$grace"; fi
  stop
  end_orphans
}

end_containers() {
  local id
  for id in $(ask containers/json | grep -oE '"Id":"[0-9a-f]{64}"' | cut -d '"' -f 4); do
    ask "containers/$id/stop?t=$1" -X POST >/dev/null 2>&1 9>&- &
  done
  wait
}

# What a killed daemon left behind. A shim names the engine it belongs to; its child is the container's first process,
# and all others of the container end with that one.
end_orphans() {
  local shim pid
  for shim in $(pgrep -x containerd-shim); do
    says "$shim" "-address $runtime/containerd/containerd.sock" || continue
    pkill -KILL -P "$shim" || true
    kill -KILL "$shim" 2>/dev/null || true
  done
  if pid=$(containerd); then kill -KILL "$pid"; fi
}

remove() {
  halt 1
  remove_bridges
  unmount "$directory"
  unmount "$runtime"
  rm -rf --one-file-system "$runtime" "$directory"
}

# Devices outlive the daemon; its store of networks knows their names.
remove_bridges() {
  local bridge
  { grep -aoE '"BridgeName":"[A-Za-z0-9_.-]+"' "$directory/data/network/files/local-kv.db" 2>/dev/null || true; } \
    | cut -d '"' -f 4 | sort -u | while read -r bridge; do
    [ ! -d "/sys/class/net/$bridge/bridge" ] || [ "$bridge" = docker0 ] || ip link delete "$bridge"
  done
}

unmount() {
  local target
  awk -v root="$1/" 'index($2, root) == 1 {print $2}' /proc/self/mounts | sort -r | while read -r target; do
    umount "$target" 2>/dev/null || umount -l "$target"
  done
}

fail() {
  echo "engine: $*" >&2
  exit 1
}

main "$@"
