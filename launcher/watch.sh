#!/usr/bin/env bash
# watch.sh HOME ENGINE CERTIFICATE KEY: looks every second and starts HOME's PostgreSQL again when it ended, and so its
# engine if ENGINE is "own"; bounds their logs to 20 MB and one older copy; hands a renewed certificate to the router, unless it is "none". Kept alive by supervisor.sh.
set -u
home=$1 engine=$2 certificate=$3 key=$4
here=$(dirname "$(realpath "$0")")

main() {
  local turn=0
  trap 'exit 0' TERM INT
  # A pipe on which nothing ever comes: waiting for it costs no process.
  exec 8<> <(:)
  while true; do
    read -rt 1 -u 8
    watch postgres postgres "$home/postgres/data/postmaster.pid"
    [ "$engine" != own ] || watch engine dockerd "$home/engine/pid"
    [ "$certificate" = none ] || renew
    [ $((++turn % 60)) != 0 ] || rotate "$home/postgres/server.log" "$home/engine/engine.log"
  done
}

# watch PART PROGRAM FILE: the file holds the number of the process that runs the program.
watch() {
  ! runs "$2" "$3" || return 0
  note "$1 ended; starting it again"
  "$here/$1.sh" start "$home/$1" && note "$1 runs again"
}

# What writes keeps the file open for appending, so it is copied and emptied.
rotate() {
  local log
  for log in "$@"; do
    [ "$(stat -c %s "$log" 2>/dev/null || echo 0)" -le 20000000 ] || { cp "$log" "$log.1" && : >"$log"; }
  done
}

renew() {
  local looked=$home/config/tls/looked
  ! [[ $certificate -nt $looked || $key -nt $looked ]] || "$here/certificate.sh" "$certificate" "$key" "$home/config/tls"
}

# Without a process of its own, for it is asked for ever.
runs() {
  local number='' words=()
  # Not every program ends the line.
  read -r number <"$2"
  [[ $number =~ ^[0-9]+$ ]] && mapfile -d '' -n 1 words <"/proc/$number/cmdline"
  [[ ${words[0]:-} =~ (^|/)$1$ ]]
} 2>/dev/null

note() {
  TZ=UTC printf '%(%Y-%m-%dT%H:%M:%SZ)T watch: %s\n' -1 "$*"
}

main
