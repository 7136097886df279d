# shellcheck shell=bash
# An installation of its own for a measurement: home and ports nobody else has, purged when the script ends, however
# it ends.

root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")

# start_installation [COMMAND...]: by way of the command, where one is given. Sets home, port, router_port and engine, the
# engine's socket.
start_installation() {
  home=$(mktemp -d /tmp/slipway-bench.XXXXXX)
  trap purge_installation EXIT
  trap 'exit 130' INT TERM HUP
  port=$(free_port) router_port=$(free_port)
  "$@" "$root/slipway" up --yes --detach --home "$home" --port "$port" --router-port "$router_port" >&2
  # Otherwise what is measured depends on how far the training in the background is.
  "$root/slipway" train --home "$home" >&2
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

# Processes of a measurement's own, each the first of its group; they end before the purge.
beside=()

purge_installation() {
  local code=$? process
  trap - EXIT
  # An interrupt from the keyboard reaches the launcher as well: the purge must outlive it.
  trap '' INT TERM HUP
  for process in "${beside[@]}"; do kill -TERM -- "-$process" 2>/dev/null || true; done
  "$root/slipway" down --purge --home "$home" >&2 || code=1
  # Where not even `up` began there is a directory and nothing in it.
  rmdir "$home" 2>/dev/null || true
  ! declare -F remove_limit >/dev/null || remove_limit
  exit "$code"
}
