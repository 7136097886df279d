# shellcheck shell=bash
# restart: one process anew, in order, with the settings as they are now.

verb_restart() {
  local name
  need_jdk
  is_home || fail "there is no Slipway at $home"
  settle_options
  lock_home
  all_supervised || fail "it does not run; ./slipway up$(where_home) starts it"
  program=$(realpath "$home/program/current")
  write_settings
  for name in ${role:-platform router node}; do
    restart_part "$name"
  done
}

restart_part() {
  local started
  started=$(date +%s)
  if [ "$1" = postgres ]; then
    restart_postgres
  else
    replace_role "$1"
    await "$1" 90 "$1_ready"
  fi
  say "$1 is ready again ($(seconds_since "$started"))"
}

restart_postgres() {
  stop_postgres
  start_postgres
  within 60 platform_ready || fail "the platform does not find PostgreSQL again: see ./slipway logs platform"
}
