# shellcheck shell=bash
# logs: what the processes wrote.

verb_logs() {
  local files=() name lines=50
  [ -z "$role" ] || lines=200
  for name in ${role:-platform router node postgres engine}; do
    [ ! -r "$(log_of "$name")" ] || files+=("$(log_of "$name")")
  done
  [ "${#files[@]}" -gt 0 ] || fail "nothing was written yet below $home, or it may not be read by $(id -un)"
  if [ "$follow" = true ]; then exec tail -n "$lines" -F "${files[@]}"; fi
  tail -n "$lines" "${files[@]}"
}

log_of() {
  case $1 in
    postgres) echo "$home/postgres/server.log" ;;
    engine) echo "$home/engine/engine.log" ;;
    *) echo "$home/logs/$1.log" ;;
  esac
}
