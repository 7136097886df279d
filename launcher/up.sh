# shellcheck shell=bash
# up: everything that is missing, in the order in which one thing needs the other.

verb_up() {
  need_packages
  need_jdk
  may_run
  mkdir -p "$home" || fail "cannot make the home $home"
  exec 8>"$home/lock"
  flock -n 8 || { say "another up or down of $home is at work; waiting for it" && flock 8; }
  if all_running; then
    settle_running
    say "it runs already"
  else
    trap give_up EXIT
    start_all
    trap - EXIT
  fi
  finish
}

may_run() {
  [ "$(uname -s)" = Linux ] || fail "Slipway runs on Linux"
  [ "$(id -u)" = 0 ] || [ -n "$engine" ] || [ "$(option engine own)" != own ] \
    || fail "only root can run a container engine of its own: use sudo, or name one you may use with --engine SOCKET"
}

all_running() {
  all_supervised && [ -f "$home/run/ready" ]
}

settle_running() {
  local asked="$port$router_port$listen$engine"
  port='' router_port='' listen='' engine=''
  settle_options
  [ -z "$asked" ] || say "--port, --router-port, --listen and --engine take effect after ./slipway down"
}

start_all() {
  local started
  started=$(date +%s)
  settle_options
  # What is left of a start that broke off, or of an installation in which something gave up.
  [ ! -d "$home/run" ] || stop_processes
  need_ports
  need_home
  keep_options
  need_program
  claim_pool
  rm -f "$home/run/ready"
  start_postgres
  start_engine
  write_settings
  start_slipway
  touch "$home/run/ready"
  say "ready after $(seconds_since "$started")"
}

need_ports() {
  port_free "$port" || fail "port $port is taken by another program: choose another with --port N"
  port_free "$router_port" || fail "port $router_port is taken by another program: choose another with --router-port N"
}

start_postgres() {
  say "starting PostgreSQL"
  JAVA_HOME=$java_home "$program/launcher/postgres.sh" start "$home/postgres" 8>&- || fail "PostgreSQL did not start"
  share_database_password
}

# The node comes last: it tells the platform which builders it finds.
start_slipway() {
  say "starting the platform and the router"
  start_process platform 256m
  start_process router 192m
  need_builders
  await platform 120 platform_ready
  await router 60 router_ready
  say "starting the node"
  start_process node 160m
  await node 90 node_ready
}

give_up() {
  local code=$?
  trap - EXIT
  say "giving up; stopping what was started (logs stay in $home/logs)"
  stop_all
  exit "$((code == 0 ? 1 : code))"
}

finish() {
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

  API, its docs and Git $(setting slipway.url "http://localhost:$port")
  Applications           http://<application>-<project>.$(setting slipway.apps.domain apps.localhost):$router_port
  Administrator          admin
  First password         $(password_place)
  API token              $home/admin-token

  Next:  ./slipway status | logs | down        ./slipway up --detach --demo deploys a sample

SUMMARY
}

password_place() {
  if [ -e "$home/admin-password" ]; then echo "in $home/admin-password"; else echo "was changed already"; fi
}

# In the foreground: shows what the processes write, and stops all of it at the end.
stay() {
  local logs=()
  say "Ctrl-C stops Slipway"
  trap 'exit 0' INT TERM HUP
  trap end_of_stay EXIT
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
  kill "$follower" 2>/dev/null || true
  ! any_process || { say "stopping" && stop_all; }
}
