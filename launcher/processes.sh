# shellcheck shell=bash
# Slipway's three processes and the watch over PostgreSQL and the engine, each under a supervisor; their numbers are in
# <home>/run.

roles=(watch platform router node)
declare -A heap=([platform]=256m [router]=192m [node]=160m [backup]=128m)

start_watch() {
  start_process watch "$home" "$program/launcher/watch.sh" "$home" "$engine" "$tls_cert" "$tls_key"
}

start_role() {
  local role=$1
  use_cache "$role"
  # shellcheck disable=SC2046
  start_process "$role" "$home/$role" $(as_user "$role") env -i $(environment "$role") "$java_home/bin/java" $(flags "$role") \
    "@$program/jvm/$role" "-XX:ErrorFile=$home/$role/crash-%p.log" "-Dslipway.roles=$role" -jar "$(jar_of "$program" "$role")"
}

# jar_of PROGRAM ROLE. Up to 0.1.0 a program lay elsewhere, and router and node were in its one jar; such a program is started
# when an upgrade from it goes back.
jar_of() {
  if [ -f "$1/app/$2.jar" ]; then
    echo "$1/app/$2.jar"
  elif [ -f "$1/app/slipway.jar" ]; then
    echo "$1/app/slipway.jar"
  else
    echo "$1/quarkus-app/quarkus-run.jar"
  fi
}

# replace_role ROLE: stops the role's process in order and starts it again, of the program that is current. The
# router's visitors notice nothing: the next one serves before this one ends, and finishes what it has begun.
replace_role() {
  if [ "$1" = router ] && supervised router && process_runs router; then
    hand_over_router
  else
    stop_role "$1"
    start_role "$1"
  fi
}

# At most two at a time: an older one that still finishes something must end first.
hand_over_router() {
  local former process
  stop_former
  former=$(number_of router.supervisor) process=$(number_of router.pid)
  echo "$former" >"$home/run/router.former"
  rm -f "$home/run"/router.{supervisor,pid,restarts}
  start_role router
  within 30 router_serves || { take_back_router "$former" "$process" && fail "the next router does not serve; this one goes on:
$(evidence "$home/logs/router.log")"; }
}

router_serves() {
  ss -Hltnp "sport = :$router_port" | grep -qF "pid=$(number_of router.pid),"
}

take_back_router() {
  stop_role router
  echo "$1" >"$home/run/router.supervisor"
  echo "$2" >"$home/run/router.pid"
  echo 0 >"$home/run/router.restarts"
  rm -f "$home/run/router.former"
}

# A router that has a successor, and its supervisor, which end by themselves when nothing is left to finish.
stop_former() {
  ! supervises "$(number_of router.former)" router || signal TERM "$(number_of router.former)"
  within 30 not supervises "$(number_of router.former)" router || signal KILL "$(number_of router.former)"
  rm -f "$home/run/router.former"
}

# start_process ROLE DIRECTORY COMMAND...
start_process() {
  local role=$1 directory=$2
  shift 2
  ! supervised "$role" || return 0
  # Of a supervisor that was killed.
  ! process_runs "$role" || end_process "$role" KILL
  rm -f "$home/run/$role".{supervisor,pid,restarts}
  (cd "$directory" && exec setsid "$program/launcher/supervisor.sh" "$home" "$role" "$@") \
    </dev/null >>"$home/logs/$role.log" 2>&1 8>&- &
  within 5 supervised "$role" || fail "the supervisor of $role did not start: $(evidence "$home/logs/$role.log")"
}

# The node alone holds the engine's socket, so it alone is root. What group slipway-router may read are the settings.
as_user() {
  [ "$EUID" = 0 ] || return 0
  # shellcheck disable=SC2046
  case $1 in
    platform) echo setpriv --reuid=slipway --regid=slipway --groups=slipway-router --no-new-privs ;;
    router) echo setpriv --reuid=slipway-router --regid=slipway-router --clear-groups --no-new-privs $(low_ports) ;;
  esac
}

# Only where it has to listen on one.
low_ports() {
  [ "$router_port" -ge 1024 ] && { ! has_tls || [ "$tls_port" -ge 1024 ]; } \
    || echo --inh-caps=-all,+net_bind_service --ambient-caps=-all,+net_bind_service
}

environment() {
  echo PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 MALLOC_ARENA_MAX=2 "HOME=$home/$1" \
    "SMALLRYE_CONFIG_LOCATIONS=$home/config/slipway.properties"
  local name
  for name in SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS SLIPWAY_CACHE; do
    [[ ! ${!name:-} =~ ^[A-Za-z0-9/._-]+$ ]] || echo "$name=${!name}"
  done
}

# A small heap that grows by little, a fifth of it for what is new: the default, a 64th of the machine, is never given back.
# What the compilers leave of theirs is returned every half minute, and the JDK's classes lie where their archive wants them:
# pages shared, not copied. Platform and node wait most of the time and start often: the quick compiler alone (ADR 0036).
# The router takes memory for its buffers by 512 KiB (a page of 8 KiB, doubled six times), not by 4 MiB for each thread.
flags() {
  case $1 in
    platform | node) echo -XX:TieredStopAtLevel=1 ;;
    router) echo -Dio.netty.allocator.maxOrder=6 ;;
  esac
  echo -Xms16m "-Xmx${heap[$1]}" -XX:NewRatio=4 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps -XX:+UseSerialGC -Xss512k \
    -XX:+UseCompactObjectHeaders -XX:TrimNativeHeapInterval=30000 -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 \
    -XX:+ExitOnOutOfMemoryError -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "-Dio.netty.native.workdir=$home/$1"
  # A directory in which a drill says where to die; see docs/durability.md.
  [[ ! ${SLIPWAY_DRILL:-} =~ ^/[A-Za-z0-9/._-]+$ ]] || echo "-Dslipway.drill=$SLIPWAY_DRILL"
}

stop_processes() {
  local role
  stop_training
  for role in "${roles[@]}"; do end_supervisor "$role"; done
  for role in "${roles[@]}"; do stop_role "$role"; done
  stop_former
}

end_supervisor() {
  ! supervised "$1" || signal TERM "$(number_of "$1.supervisor")"
}

stop_role() {
  # Nothing of it is there, as after every `down`.
  compgen -G "$home/run/$1.*" >/dev/null || return 0
  end_supervisor "$1"
  within 30 not supervised "$1" || signal KILL "$(number_of "$1.supervisor")"
  ! process_runs "$1" || end_process "$1" TERM
  rm -f "$home/run/$1".{supervisor,pid,restarts}
}

end_process() {
  local role=$1
  signal "$2" "$(number_of "$role.pid")"
  within 10 not process_runs "$role" || signal KILL "$(number_of "$role.pid")"
}

not() {
  ! "$@"
}

# signal NAME NUMBER: nothing where there is no such process. Not to 0, which is what a file that has just gone says: that
# would be to whoever called, and to all that it started.
signal() {
  [ "$2" -le 1 ] || kill "-$1" "$2" 2>/dev/null || true
}

number_of() {
  local number
  read_number "$1"
  echo "$number"
}

# Sets number to what the file of <home>/run holds, 0 without it; for those who ask again and again.
read_number() {
  number=0
  { read -r number <"$home/run/$1"; } 2>/dev/null || true
  number=${number:-0}
}

# The command line tells ours from a stranger that got the number of a dead one.
supervised() {
  supervises "$(number_of "$1.supervisor")" "$1"
}

# supervises NUMBER ROLE
supervises() {
  argument "$1" "$home" && argument "$1" "$2"
}

process_runs() {
  local sign=-Dslipway.roles=$1
  [ "$1" != watch ] || sign=$home
  argument "$(number_of "$1.pid")" "$sign" && [[ ${words[*]} = *"$home/program/"* ]]
}

# argument NUMBER WORD: whether the process was started with the word. Sets words, its command line; asked again and again,
# so without a process of its own.
argument() {
  local word
  words=()
  [ "$1" -gt 1 ] && { mapfile -d '' words <"/proc/$1/cmdline"; } 2>/dev/null || return 1
  for word in "${words[@]}"; do [ "$word" != "$2" ] || return 0; done
  return 1
}

any_process() {
  local role
  for role in "${roles[@]}"; do
    # Not bare: within a trap that would return what was before it.
    if supervised "$role" || process_runs "$role"; then return 0; fi
  done
  return 1
}

all_supervised() {
  local role
  for role in "${roles[@]}"; do supervised "$role" || return 1; done
}

# within SECONDS CONDITION...: waits until the condition holds, at most so long.
within() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.02
  done
}
