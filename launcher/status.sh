# shellcheck shell=bash
# status: stopped, starting, ready or degraded, from what answers now.

verb_status() {
  settle_options
  local state
  declare -A parts
  look
  state=$(state)
  if [ "$json" = true ]; then status_json "$state"; else status_text "$state"; fi
  [ "$state" = ready ]
}

look() {
  local part
  for part in platform router node; do
    if ! process_runs "$part"; then parts[$part]=down
    elif "${part}_ready"; then parts[$part]=ready
    else parts[$part]=unready; fi
  done
  parts[postgres]=down parts[engine]=down
  ! postgres_answers || parts[postgres]=ready
  if [ ! -d "$home/run" ]; then return; fi
  ! engine_runs || parts[engine]=ready
}

state() {
  if ! any_process; then
    if up_at_work; then echo starting; else echo stopped; fi
  elif [[ ${parts[*]} != *down* && ${parts[*]} != *unready* ]]; then
    echo ready
  elif [ -f "$home/run/ready" ]; then
    echo degraded
  else
    echo starting
  fi
}

# Someone holds the lock: an up that has not started a process yet.
up_at_work() {
  [ -r "$home/lock" ] && ! flock -n "$home/lock" true 2>/dev/null
}

status_json() {
  printf '{"state":"%s","url":"%s","routerUrl":"%s","appsDomain":"%s","demoUrl":%s,"version":"%s","roles":{%s}}\n' "$1" \
    "$(setting slipway.url "http://localhost:$port")" "http://localhost:$router_port" \
    "$(setting slipway.apps.domain apps.localhost)" "$(demo_url)" "$(program_version)" "$(roles_json)"
}

demo_url() {
  if [ -s "$home/demo-url" ]; then printf '"%s"' "$(cat "$home/demo-url")"; else echo null; fi
}

roles_json() {
  local part
  for part in platform router node postgres engine; do printf '"%s":"%s"\n' "$part" "${parts[$part]}"; done | paste -sd ,
}

status_text() {
  local part
  echo "Slipway at $home is $1"
  [ "$1" != stopped ] || return 0
  for part in platform router node postgres engine; do printf '  %-9s %s\n' "$part" "${parts[$part]}"; done
  printf '  %-9s %s\n' url "$(setting slipway.url "http://localhost:$port")"
  [ ! -s "$home/demo-url" ] || printf '  %-9s %s\n' demo "$(cat "$home/demo-url")"
}
