#!/usr/bin/env bash
# supervisor.sh HOME ROLE COMMAND...: keeps one process alive; started by ./slipway up in a session of its own.
#
# Starts it again when it ends: at once if it lasted 10 s, else after 1 s, doubling to 30 s. TERM ends the process in
# order, then the supervisor. A process that ends with 86 has a successor, which another supervisor keeps.
# HOME/run holds ROLE.supervisor and ROLE.pid (numbers), ROLE.restarts (how often since the start).
set -u
home=$1 role=$2
shift 2
log=$home/logs/$role.log
child='' code=0 ending=false ended=0 lasted=0 delay=0 restarts=0
readonly succeeded=86

main() {
  trap end TERM INT
  trap '' HUP
  echo $$ >"$home/run/$role.supervisor"
  note "starting $role"
  until "$ending"; do
    echo "$restarts" >"$home/run/$role.restarts"
    run "$@"
    "$ending" && break
    [ "$code" != "$succeeded" ] && ours || { note "$role has a successor" && break; }
    [ "$lasted" -lt 10 ] || delay=0
    note "$role ended with $code; starting it again in $delay s"
    [ "$delay" = 0 ] || pause "$delay"
    delay=$((delay == 0 ? 1 : delay < 15 ? delay * 2 : 30))
    restarts=$((restarts + 1))
  done
  # Otherwise they are the successor's.
  ! ours || rm -f "$home/run/$role".{pid,supervisor,restarts}
}

# A process that died before it had finished what it was to finish for its successor is not started again.
ours() {
  [ "$(cat "$home/run/$role.supervisor" 2>/dev/null)" = $$ ]
}

run() {
  local started=$SECONDS
  rotate
  "$@" </dev/null >>"$log" 2>&1 &
  child=$!
  echo "$child" >"$home/run/$role.pid"
  watch
  child=
  lasted=$((SECONDS - started))
}

watch() {
  local tick over=
  until [ "${over:-}" = "$child" ]; do
    if "$ending"; then sleep 1 & else sleep 20 & fi
    tick=$!
    wait -n -p over "$child" "$tick"
    code=$?
    kill "$tick" 2>/dev/null
    rotate
    # It gets its time to finish requests, not for ever.
    if "$ending" && [ $((SECONDS - ended)) -ge 25 ]; then kill -KILL "$child" 2>/dev/null; fi
  done
}

end() {
  "$ending" || ended=$SECONDS
  ending=true
  [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}

pause() {
  sleep "$1" &
  wait $!
}

# The process keeps the file open for appending, so it is copied and emptied.
rotate() {
  [ "$(stat -c %s "$log" 2>/dev/null || echo 0)" -gt 20000000 ] || return 0
  cp "$log" "$log.1" && : >"$log"
}

note() {
  TZ=UTC printf '%(%Y-%m-%dT%H:%M:%SZ)T supervisor: %s\n' -1 "$*" >>"$log"
}

main "$@"
