# shellcheck shell=bash
# The builder images: made once per machine, loaded into this home's engine when they are not there.

need_builders() {
  local started
  started=$(date +%s)
  "$root/builders/make.sh" load "$(engine_socket)" "$(kept installation)" 8>&- || fail "the builder images could not be prepared"
  say "builder images are ready ($(seconds_since "$started"))"
}
