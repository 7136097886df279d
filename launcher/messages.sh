# shellcheck shell=bash
# What the launcher says: progress and failures on standard error, results on standard output.

say() {
  echo "slipway: $*" >&2
}

# Names the cause, and where possible the fix.
fail() {
  echo "slipway: $*" >&2
  exit 1
}

seconds_since() {
  echo "$(($(date +%s) - $1)) s"
}

# The lines of a log that tell why.
evidence() {
  local file=$1
  [ -s "$file" ] || { echo "  ($file is empty)"; return; }
  tail -n 15 "$file" | sed 's/^/  | /'
  echo "  (more: $file)"
}
