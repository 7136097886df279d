# shellcheck shell=bash
# The builder images: made once per machine, loaded into this home's engine when they are not there. Three from the start, the
# others when a build wants them first, or by `builders make`.

first_builders=(shell static nodejs)

verb_builders() {
  if [ -n "$scaffold" ]; then
    new_builder
    return
  fi
  may_be_home
  engine=$(option engine own)
  program=$home/program/current
  [ -d "$program/builders" ] || fail "there is no installation at $home; begin with ./slipway up"
  engine_runs || fail "the engine of $home does not run; start it with ./slipway up$(where_home)"
  if [ "$print" = true ]; then list_builders && return; fi
  [ "$all" = false ] || mapfile -t names < <("$program/builders/make.sh" names)
  [ "${#names[@]}" -gt 0 ] || fail "'builders make' needs names, or --all; ./slipway builders$(where_home) lists them"
  load_builders "${names[@]}" || fail "not made: ${names[*]}"
  say "made: ${names[*]}"
}

# What `s2i create` does, and a test that runs the builder as Slipway would.
new_builder() {
  local target
  [ ! -d "$root/builders/$scaffold/s2i" ] || fail "Slipway comes with a builder \"$scaffold\": take another name"
  target=$(realpath -m -- "$file")
  [ ! -e "$target" ] || [ -z "$(ls -A "$target")" ] || fail "$target is not empty: name a directory that is new"
  mkdir -p "$target" && cp -R "$root/launcher/builder-template/." "$target"
  find "$target" -type f -exec sed -i "s/@NAME@/$scaffold/g" {} +
  [ -z "$(where_home)" ] || sed -i "s|^home=|: \"\${SLIPWAY_HOME:=$home}\"\n&|" "$target/common.sh"
  mv "$target/test/app/@NAME@.conf" "$target/test/app/$scaffold.conf"
  say "made $target; test/run in it tries the builder, ./load puts it into the catalogue"
}

list_builders() {
  local name made
  made=$(made_builders)
  for name in $("$program/builders/make.sh" names); do
    # shellcheck source=/dev/null
    (NAME=$name && . "$program/builders/$name/builder" && printf '%-12s %-14s %-22s %s\n' "$name" "$NAME:$VERSION" \
      "$(if grep -qx "$name" <<<"$made"; then echo made; else echo "made at first use"; fi)" "$DISPLAY_NAME")
  done
}

# The names of those that the engine has.
made_builders() {
  local names name tag there
  mapfile -t names < <("$program/builders/make.sh" names | LC_ALL=C sort)
  there=$(curl -sf --max-time 30 --unix-socket "$(engine_socket)" "http://engine/images/json" | jq -r '.[].RepoTags[]?')
  paste <(printf '%s\n' "${names[@]}") <("$program/builders/make.sh" tags "$(kept installation)" "${names[@]}") \
    | while read -r name tag; do ! grep -qxF "$tag" <<<"$there" || echo "$name"; done
}

# What else was made before follows its recipe, too; where that does not work it stays as it was.
renew_builders() {
  local others
  mapfile -t others < <(made_builders | grep -vxF -f <(printf '%s\n' "${first_builders[@]}"))
  [ "${#others[@]}" = 0 ] || load_builders "${others[@]}" \
    || say "${others[*]}: they stay as they are; ./slipway builders make ${others[*]}$(where_home) tries again"
}

load_builders() {
  "$program/builders/make.sh" load "$(engine_socket)" "$(kept installation)" "$@" 8>&-
}

need_builders() {
  local started state
  started=$(date +%s)
  [ "$(builders_state)" != "$(kept program/builders)" ] || return 0
  load_builders "${first_builders[@]}" || fail "the builder images could not be prepared"
  renew_builders
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
  { find -L "$program/builders" -type f -printf '%P %m %s %T@\n' \
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
