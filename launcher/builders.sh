# shellcheck shell=bash
# The builder images: made once per machine, loaded into this home's engine when they are not there.

need_builders() {
  local started state
  started=$(date +%s)
  [ "$(builders_state)" != "$(kept program/builders)" ] || return 0
  "$root/builders/make.sh" load "$(engine_socket)" "$(kept installation)" 8>&- || fail "the builder images could not be prepared"
  retire_layers
  state=$(builders_state) && echo "$state" >"$home/program/builders"
  say "builder images are ready ($(seconds_since "$started"))"
}

# Changes with whatever may make an image another one, or take it away: recipes, layers, what the engine has. Quicker than
# make.sh, which looks at the content.
builders_state() {
  { builder_files && curl -sf --max-time 30 --unix-socket "$(engine_socket)" "http://engine/images/json" \
    | jq -r --arg own "slipway-$(kept installation)/builder-" '.[] | select(any(.RepoTags[]?; startswith($own))) | "\(.Id) \(.RepoTags)"' \
    | LC_ALL=C sort; } | sha256sum
}

builder_files() {
  { find "$root/builders" -type f -printf '%p %m %s %T@\n' \
    && find "${SLIPWAY_CACHE:-/var/cache/slipway}/builders" -maxdepth 1 -name '*.tar' -printf '%p %s %T@\n' 2>/dev/null; } | LC_ALL=C sort
}

# Every change of a builder makes a layer beside the older ones. The three newest of each stay, and what was read within
# a day, for other installations of the machine may load it.
retire_layers() {
  [ "$EUID" = 0 ] || return 0
  local cache=${SLIPWAY_CACHE:-/var/cache/slipway}/builders name layer
  for name in $(find "$cache" -maxdepth 1 -name '*.tar' -printf '%f\n' | sed -nE 's/-[0-9a-f]{16}\.tar$//p' | sort -u); do
    find "$cache" -maxdepth 1 -name "$name-*.tar" -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d ' ' -f 2 | while read -r layer; do
      [ -z "$(find "$layer" -atime +0)" ] || rm -f "${layer%.tar}".{tar,sha256,listing}
    done
  done
}
