# shellcheck shell=bash
# The container engine: an own one below the home, or one that the user names.

own_engine() {
  [ "$engine" = own ]
}

engine_socket() {
  if own_engine; then echo "$home/engine/docker.sock"; else realpath -ms -- "${engine#unix://}"; fi
}

start_engine() {
  if own_engine; then
    engine_runs || say "starting the container engine"
    "$root/launcher/engine.sh" start "$home/engine" 8>&- || fail "the container engine did not start"
  else
    docker_ version >/dev/null || fail "no Docker Engine answers at $(engine_socket) for user $(id -un)"
  fi
}

engine_runs() {
  curl -sf --max-time 3 --unix-socket "$(engine_socket)" http://engine/_ping >/dev/null 2>&1
}

# Instances end; what they are made of stays for the next start. An own engine may be there from before --engine.
stop_engine() {
  [ ! -d "$home/engine" ] || "$root/launcher/engine.sh" halt "$home/engine" >&2
  if ! own_engine && engine_runs; then
    containers | xargs -r docker -H "unix://$(engine_socket)" stop --time 10 >/dev/null
  fi
  remove_firewall
}

remove_engine() {
  [ ! -d "$home/engine" ] || "$root/launcher/engine.sh" remove "$home/engine" >&2
  if ! own_engine; then
    containers -a | xargs -r docker -H "unix://$(engine_socket)" rm --force --volumes >/dev/null
    docker_ volume ls -q --filter "$(ours)" | xargs -r docker -H "unix://$(engine_socket)" volume rm >/dev/null
    docker_ network ls -q --filter "$(ours)" | xargs -r docker -H "unix://$(engine_socket)" network rm >/dev/null
    # Several rounds: an image goes only after those that stand on it.
    local _
    for _ in 1 2 3; do
      docker_ images -aq --filter "$(ours)" | sort -u | xargs -r docker -H "unix://$(engine_socket)" rmi --force >/dev/null 2>&1 || true
    done
  fi
  remove_firewall
  remove_bridges
}

containers() {
  docker_ ps -q "$@" --filter "$(ours)"
}

ours() {
  echo "label=dev.slipway.installation=$(kept installation none)"
}

docker_() {
  docker -H "unix://$(engine_socket)" "$@"
}

firewall_table() {
  echo "slipway_$(kept installation none)"
}

has_firewall() {
  [ "$EUID" = 0 ] && found nft && nft list table inet "$(firewall_table)" >/dev/null 2>&1
}

remove_firewall() {
  remove_forwarding
  ! has_firewall || nft delete table inet "$(firewall_table)"
}

# What the node has put into the machine's own filter, where that drops what it does not know.
remove_forwarding() {
  local devices
  if [ "$EUID" != 0 ] || ! found iptables; then return 0; fi
  devices=$(device_prefix)+
  while iptables -w 5 -D FORWARD -i "$devices" -j ACCEPT 2>/dev/null; do :; done
  while iptables -w 5 -D FORWARD -o "$devices" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT 2>/dev/null; do :; done
}

# Devices are named s<first four of the installation>p<number of the project>.
device_prefix() {
  local installation
  installation=$(kept installation none)
  echo "s${installation:0:4}p"
}

bridges() {
  local device
  for device in /sys/class/net/"$(device_prefix)"[0-9]*; do
    [ ! -d "$device/bridge" ] || echo "${device##*/}"
  done
}

remove_bridges() {
  [ "$EUID" = 0 ] || return 0
  local device
  for device in $(bridges); do ip link delete "$device" 2>/dev/null || true; done
}
