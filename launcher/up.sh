# shellcheck shell=bash
# up: everything that is missing, in the order in which one thing needs the other.

verb_up() {
  local started_here=false
  need_packages
  need_jdk
  may_run
  may_be_home
  mkdir -p "$home" || fail "cannot make the home $home"
  private "$home/lock"
  exec 8>"$home/lock"
  flock -n 8 || { say "another up or down of $home is at work; waiting for it" && flock 8; }
  if all_running; then
    settle_running
    if another_program; then upgrade; else retire_programs && say "it runs already"; fi
  else
    started_here=true
    start_all
  fi
  finish
}

may_run() {
  [ "$(uname -s)" = Linux ] || fail "Slipway runs on Linux"
  [ "$EUID" = 0 ] || [ -n "$engine" ] || [ "$(option engine own)" != own ] \
    || fail "only root can run a container engine of its own: use sudo, or name one you may use with --engine SOCKET"
}

all_running() {
  all_supervised && [ -f "$home/run/ready" ]
}

settle_running() {
  local name changed='' fields=(port router_port listen engine domain tls_cert tls_key tls_port)
  local -A asked=()
  for name in "${fields[@]}"; do asked[$name]=${!name} && printf -v "$name" ''; done
  settle_options
  for name in "${fields[@]}"; do [ -z "${asked[$name]}" ] || [ "${asked[$name]}" = "${!name}" ] || changed=$name; done
  [ -z "$changed" ] || say "ports, addresses, names, certificates and --engine take effect after ./slipway down"
  program=$(realpath "$home/program/current")
  start_postgres
  start_engine
  within 60 platform_ready && within 60 router_ready && within 60 node_ready || fail "it runs, but not all is ready: see ./slipway status"
}

start_all() {
  local started
  started=$(date +%s)
  settle_options
  stop_former
  need_ports
  need_built
  may_use_schema "$built"
  need_home
  place_program "$built"
  check_postgres
  make_current
  need_certificate
  keep_options
  note_running
  trap give_up EXIT
  # What is left of a start that broke off, or of an installation in which something gave up.
  stop_processes
  rm -f "$home/run/ready"
  start_slipway
  keep_schema
  retire_programs
  touch "$home/run/ready"
  trap - EXIT
  say "ready after $(seconds_since "$started")"
}

# Before anything is started or kept: a wrong pair is a mistake to be told at once.
need_certificate() {
  ! has_tls || "$program/launcher/certificate.sh" "$tls_cert" "$tls_key" "$home/config/tls" >&2 \
    || fail "the certificate cannot be used: name another pair, or go back to plain HTTP with: rm -f $home/options"
}

need_ports() {
  ! has_tls || free_or_ours router tls_port "$tls_port" || fail "port $tls_port is taken by another program: choose another with --tls-port N"
  free_or_ours platform port "$port" || fail "port $port is taken by another program: choose another with --port N"
  free_or_ours router router_port "$router_port" || fail "port $router_port is taken by another program: choose another with --router-port N"
}

# What ran before this `up`, and may serve applications, outlives its failure.
note_running() {
  postgres_ran=false engine_ran=false
  ! postgres_answers || postgres_ran=true
  ! engine_runs || [ -z "$(containers)" ] || engine_ran=true
}

start_postgres() {
  postgres_answers || say "starting PostgreSQL"
  JAVA_HOME=$java_home "$program/launcher/postgres.sh" start "$home/postgres" 8>&- || fail "PostgreSQL did not start"
  share_database_password
}

# The database, the engine and the processes side by side, each as soon as what it needs is there. The node comes last:
# it tells the platform which builders it finds.
start_slipway() {
  local engine_starts
  start_engine &
  engine_starts=$!
  start_postgres
  write_settings
  say "starting the platform and the router"
  start_role platform
  start_role router
  wait "$engine_starts" || exit 1
  start_watch
  need_builders
  say "starting the node"
  start_role node
  await platform 120 platform_ready
  await router 60 router_ready
  await node 90 node_ready
  start_training
}

give_up() {
  local code=$?
  trap - EXIT
  say "giving up; stopping what was started (logs stay in $home/logs)"
  stop_processes
  [ "$engine_ran" = true ] || stop_engine
  [ "$postgres_ran" = true ] || stop_postgres
  exit "$((code == 0 ? 1 : code))"
}

# In the foreground this `up` ends what it started, even if the demo fails; what another one started it leaves alone.
finish() {
  [ "$started_here" = true ] || detach=true
  [ "$detach" = true ] || trap end_of_stay EXIT
  [ "$demo" = false ] || deploy_demo
  summary
  [ "$demo" = false ] || cat "$home/demo-url"
  exec 8>&-
  [ "$detach" = true ] || stay
}

summary() {
  local stream=1
  [ "$demo" = false ] || stream=2
  cat >&"$stream" <<SUMMARY

  Console, API and Git   $(setting slipway.url "http://localhost:$port")
  Applications           $(apps_url "<application>-<project>.$(setting slipway.apps.domain apps.localhost)")
  Administrator          admin
  First password         $(password_place)
  API token              $home/admin-token

  Next:  $(next_steps)

SUMMARY
}

next_steps() {
  local where
  where=$(where_home)
  echo "./slipway status$where, logs or down"
  [ "$demo" = true ] || echo "         ./slipway up --detach --demo$where deploys a sample"
}

password_place() {
  if [ -e "$home/admin-password" ]; then echo "in $home/admin-password"; else echo "was changed already"; fi
}

# In the foreground: shows what the processes write, and stops all of it at the end.
stay() {
  local logs=()
  say "Ctrl-C stops Slipway"
  trap 'exit 0' INT TERM HUP
  logs=("$home/logs/platform.log" "$home/logs/router.log" "$home/logs/node.log")
  tail -q -n 0 -F "${logs[@]}" >&2 2>/dev/null &
  follower=$!
  # Another `down` ends it too.
  while any_process; do
    sleep 1 &
    wait $! || true
  done
}

end_of_stay() {
  trap '' INT TERM HUP
  [ -z "${follower:-}" ] || kill "$follower" 2>/dev/null || true
  # Another terminal may be upgrading what is to end here.
  ! any_process || { say "stopping" && lock_home && stop_all; }
}
