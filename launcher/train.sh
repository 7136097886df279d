# shellcheck shell=bash
# The JDK's ahead-of-time caches: classes come out of them loaded and linked, so a process is up in a third of the time.
#
# One per role, for exactly this program, JDK and flags, kept for all installations of the machine. It is made by a run of
# the role in a home of its own that goes away again: `up` has that done in the background once it is ready, so a start
# never waits for it. Without a cache everything works, only slower.

caches=${SLIPWAY_CACHE:-/var/cache/slipway}/aot
[ "$EUID" = 0 ] || caches=${SLIPWAY_CACHE:-$HOME/.cache/slipway}/aot

# train: makes the caches that are missing and has them used from the next start of each process on.
verb_train() {
  local role
  is_home && [ -f "$home/program/current/complete" ] || fail "there is no installed program at $home: ./slipway up first"
  need_jdk
  settle_options
  program=$(realpath "$home/program/current")
  if [ -z "$(untrained)" ]; then say "the caches are there" && return; fi
  (umask 022 && mkdir -p "$caches")
  echo $$ >"$home/run/training"
  # The part in the scratch home ends first and cleans up.
  trap 'exit 1' TERM
  private "$caches/lock"
  exec 6>"$caches/lock"
  flock 6
  if [ -n "$(untrained)" ]; then train_in_scratch; fi
  for role in platform router node; do use_cache "$role"; done
  rm -f "$home/run/training"
}

# In the background, gently, in a session of its own. Its number is noted here: a `down` may come before it has begun.
start_training() {
  [ "${SLIPWAY_TRAIN:-}" != no ] && [ -n "$(untrained)" ] || return 0
  setsid nice -n 19 "$root/slipway" train --home "$home" </dev/null >"$home/logs/train.log" 2>&1 8>&- &
  echo $! >"$home/run/training"
}

stop_training() {
  local number
  number=$(number_of training)
  ! trains || [ "$number" -le 1 ] || kill -TERM -- "-$number" 2>/dev/null || signal TERM "$number"
  within 20 not trains || signal KILL "$number"
  rm -f "$home/run/training"
}

trains() {
  argument "$(number_of training)" train && argument "$(number_of training)" "$home"
}

untrained() {
  local role
  for role in platform router node; do [ -f "$(cache_of "$role")" ] || echo "$role"; done
}

cache_of() {
  echo "$caches/$1-$({ echo "${program##*/}" "$(SLIPWAY_DRILL='' flags "$1")" && cat "$java_home/release"; } | sed "s|$home||g" | sha256sum | cut -c 1-16).aot"
}

# What the JVM reads at every start, also at one by the supervisor: a file, because a cache may come later.
use_cache() {
  local file=$program/jvm/$1 cache
  cache=$(cache_of "$1")
  mkdir -p "$program/jvm"
  if [ -f "$cache" ]; then touch "$cache" && echo "-XX:AOTCache=$cache"; fi >"$file.new"
  mv "$file.new" "$file"
}

# A small installation: a database, the three processes and a few requests. The node sees the engine, but nothing there
# is of its installation. Patient: it runs with what the rest of the machine leaves.
train_in_scratch() (
  socket=$(engine_socket) real=$home started=$SECONDS
  pids=()
  scratch=$(mktemp -d) && chmod 0711 "$scratch"
  trap end_training EXIT
  trap 'exit 1' TERM INT HUP
  home=$scratch/home listen=127.0.0.1 engine=$socket
  port=$(training_port) router_port=$(training_port)
  lay_out_training
  JAVA_HOME=$java_home "$program/launcher/postgres.sh" start "$home/postgres" 6>&- >&2
  share_database_password
  write_settings
  recorded platform 600 platform_ready
  recorded router 300 router_ready
  recorded node 300 node_ready
  visit
  keep_cache router
  keep_cache node
  keep_cache platform
  say "made the caches in $((SECONDS - started)) s"
)

lay_out_training() {
  mkdir -p "$home"
  chmod 0711 "$home"
  echo trains >"$home/installation"
  echo 10.255.0.0/16 >"$home/network-pool"
  lay_out_home
  need_secrets
  printf '%s\n' slipway.network.firewall=none slipway.network.names=false >"$home/config/custom.properties"
}

training_port() {
  local candidate
  while true; do
    candidate=$((20000 + RANDOM % 12000))
    ! port_free "$candidate" || { echo "$candidate" && return; }
  done
}

# recorded ROLE SECONDS CONDITION: a process that gives up on a busy machine, as one without an answer of the engine does,
# is started again.
recorded() {
  local role=$1 deadline=$((SECONDS + $2))
  record "$role"
  until "$3"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    running "$(number_of "$role.pid")" || record "$role"
    sleep 0.5
  done
}

# The process only records what it does; the cache is made of that when it ends.
record() {
  local role=$1
  # shellcheck disable=SC2046
  (cd "$home/$role" && exec $(as_user "$role") env -i $(environment "$role") "$java_home/bin/java" $(flags "$role") \
    "-XX:AOTCacheOutput=$home/$role/cache.aot" "-Dslipway.roles=$role" -jar "$(jar_of "$program" "$role")") \
    </dev/null >>"$home/logs/$role.log" 2>&1 6>&- &
  echo $! >"$home/run/$role.pid"
  pids+=($!)
}

# What most processes do first.
visit() {
  api POST /projects '{"name":"training"}' >/dev/null
  api POST /projects/training/applications '{"name":"training","source":{"push":{}}}' >/dev/null
  api GET /projects/training/applications/training/status >/dev/null
  curl -s -o /dev/null "http://$(local_address):$router_port/"
}

# By name beside its place: what is there is whole.
keep_cache() {
  local role=$1 place
  signal TERM "$(number_of "$role.pid")"
  within 600 not running "$(number_of "$role.pid")"
  place=$(home=$real && cache_of "$role")
  # Read with the rights of who made it: it may have put anything in its place.
  $(as_user "$role") timeout 60 head -c 1000000000 "$home/$role/cache.aot" >"$place.new"
  chmod 0644 "$place.new"
  mv "$place.new" "$place"
  forget_old_caches "$role"
}

# 50 to 130 MB each: those of the three programs used last are enough.
forget_old_caches() {
  find "$caches" -maxdepth 1 -name "$1-*.aot" -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d ' ' -f 2- | xargs -r rm -f
}

running() {
  [ -d "/proc/$1" ] && [ "$(cut -d ' ' -f 3 "/proc/$1/stat" 2>/dev/null)" != Z ]
}

end_training() {
  local pid code=$?
  # A process that ends makes its cache with a child.
  for pid in "${pids[@]}"; do pkill -KILL -P "$pid" || true; kill -KILL "$pid" 2>/dev/null || true; done
  [ "$code" = 0 ] || { say "no caches were made:" && tail -n 5 "$home"/logs/*.log >&2 || true; }
  "$program/launcher/postgres.sh" remove "$home/postgres" >&2 || true
  rm -rf --one-file-system "$scratch"
}
