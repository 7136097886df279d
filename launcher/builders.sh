# shellcheck shell=bash
# The builder images: made once per machine, loaded into this home's engine when they are not there.

need_builders() {
  local started
  started=$(date +%s)
  "$root/builders/make.sh" load "$(engine_socket)" "$(kept installation)" 8>&- || fail "the builder images could not be prepared"
  retire_layers
  say "builder images are ready ($(seconds_since "$started"))"
}

# Every change of a builder makes a layer beside the older ones. The three newest of each stay, and what was read within
# a day, for other installations of the machine may load it.
retire_layers() {
  [ "$(id -u)" = 0 ] || return 0
  local cache=${SLIPWAY_CACHE:-/var/cache/slipway}/builders name layer
  for name in $(find "$cache" -maxdepth 1 -name '*.tar' -printf '%f\n' | sed -nE 's/-[0-9a-f]{16}\.tar$//p' | sort -u); do
    find "$cache" -maxdepth 1 -name "$name-*.tar" -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d ' ' -f 2 | while read -r layer; do
      [ -z "$(find "$layer" -atime +0)" ] || rm -f "${layer%.tar}".{tar,sha256,listing}
    done
  done
}
