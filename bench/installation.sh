# shellcheck shell=bash
# An installation of its own for a measurement: home and ports nobody else has, purged when the script ends, however
# it ends.

root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")

# Sets home, port, router_port and engine, the engine's socket.
start_installation() {
  home=$(mktemp -d /tmp/slipway-bench.XXXXXX)
  trap purge_installation EXIT
  trap 'exit 130' INT TERM HUP
  port=$(free_port) router_port=$(free_port)
  "$root/slipway" up --yes --detach --home "$home" --port "$port" --router-port "$router_port" >&2
  # shellcheck disable=SC2034  # read by the scripts
  engine=$home/engine/docker.sock
}

# Below the ports that the kernel gives to clients.
free_port() {
  local candidate
  while true; do
    candidate=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null || break
  done
  echo "$candidate"
}

purge_installation() {
  local code=$?
  trap - EXIT
  # An interrupt from the keyboard reaches the launcher as well: the purge must outlive it.
  trap '' INT TERM HUP
  "$root/slipway" down --purge --home "$home" >&2 || code=1
  # Where not even `up` began there is a directory and nothing in it.
  rmdir "$home" 2>/dev/null || true
  exit "$code"
}
