# shellcheck shell=bash
# backup and restore: an installation as one file, and back. The program does the work; what needs root is done here.

verb_backup() {
  need_jdk
  settle_options
  is_home || fail "there is no Slipway at $home"
  [ ! -e "$file" ] || fail "$file is there already; take another name"
  [ -d "$(dirname "$file")" ] || fail "there is no directory $(dirname "$file")"
  key_file=${key_file:-$file.key}
  [ ! -e "$key_file" ] || cmp -s "$key_file" "$home/secrets/key" || fail "$key_file is there already, with another key"
  postgres_answers || fail "PostgreSQL does not run; start it with ./slipway up, then try again"
  program=$(realpath "$home/program/current")
  private "$home/backup.lock"
  exec 6>"$home/backup.lock"
  flock -n 6 || fail "another backup of $home is at work"
  write_backup
}

write_backup() {
  local started code=0
  started=$(date +%s)
  part=$file.part
  trap 'rm -f "$part"' EXIT
  trap 'exit 130' INT TERM HUP
  say "writing $file"
  (umask 077 && backup_process write "$(program_version)" >"$part") 6>&- || code=$?
  [ "$code" = 0 ] || [ "$code" = 3 ] || fail "no backup was made"
  (umask 077 && cp "$home/secrets/key" "$key_file.part") && mv "$key_file.part" "$key_file"
  sync "$part" "$key_file"
  mv "$part" "$file"
  sync "$(dirname "$file")"
  trap - EXIT
  say "backed up to $file: $(size_of "$file") in $(seconds_since "$started")"
  say "it holds source code, images and hashes of passwords: keep it private"
  say "without its key it cannot be restored: keep $key_file, and not in the same place"
  exit "$code"
}

verb_restore() {
  local started
  started=$(date +%s)
  [ -r "$file" ] || fail "there is no archive $file"
  key_file=${key_file:-$file.key}
  [ -r "$key_file" ] || fail "the archive's key is needed: $key_file is not there; name another with --key-file"
  need_packages
  need_jdk
  [ "$EUID" = 0 ] || [ -n "$engine" ] || fail "only root can run a container engine of its own: use sudo, or name one with --engine SOCKET"
  may_be_home
  ! is_home || fail "$home is the home of a Slipway already: purge it, or take another --home"
  check_archive
  mkdir -p "$home" || fail "cannot make the home $home"
  private "$home/lock"
  exec 8>"$home/lock"
  flock -n 8 || fail "another up or restore of $home is at work"
  ! is_home || fail "$home is the home of a Slipway already: purge it, or take another --home"
  restore_home
  say "restored $file to $home in $(seconds_since "$started")"
  say "next: ./slipway up$(where_home)"
}

# Reads all of it before anything is changed. Sets what it says of itself.
check_archive() {
  local said holder
  need_built
  say "checking $file"
  # shellcheck disable=SC2046
  said=$("$java_home/bin/java" $(flags backup) -Dslipway.roles=backup -jar "$built/app/slipway.jar" \
    check "$key_file" <"$file") || fail "nothing was changed"
  old_id=$(sed -n 's/^installation=//p' <<<"$said")
  old_pool=$(sed -n 's/^pool=//p' <<<"$said")
  grep -Eqx '[a-z][a-z0-9]{5}' <<<"$old_id" && grep -Eqx '[0-9.]+/[0-9]+' <<<"$old_pool" || fail "the archive names no installation; nothing was changed"
  holder=$(home_of "$old_id")
  [ -z "$holder" ] || fail "$holder is this same installation; stop and purge that first, or restore on another machine"
}

# The home on this machine that has the id, as far as root's register of networks knows.
home_of() {
  local claim other
  for claim in "$pools"/10.*; do
    other=$(cat "$claim" 2>/dev/null) && [ "$other" != "$home" ] || continue
    if [ "$(cat "$other/installation" 2>/dev/null)" = "$1" ]; then echo "$other" && return; fi
  done
}

restore_home() {
  trap undo_restore EXIT
  trap 'exit 130' INT TERM HUP
  touch "$home/restoring"
  settle_options
  keep installation echo "$old_id"
  prefer_pool
  directory 0751 root secrets
  (umask 077 && tr -d '[:space:]' <"$key_file" >"$home/secrets/key")
  need_home
  need_program
  start_postgres
  directory 0700 slipway restored
  write_settings
  say "restoring"
  backup_process restore <"$file" || fail "the archive could not be restored"
  take_restored
  stop_postgres
  sync -f "$home"
  rm "$home/restoring"
  trap - EXIT INT TERM HUP
}

# The same networks as before, where nobody else has them: addresses that people know stay.
prefer_pool() {
  local second
  second=$(cut -d . -f 2 <<<"$old_pool")
  [ "$EUID" != 0 ] || { mkdir -p "$pools" && ! pool_claimed "$second"; } || return 0
  pool_routed "$second" 12 || keep network-pool echo "$old_pool"
}

# What the unprivileged process may not put in its place. Others may run as that user on this machine, of another
# installation, so it is taken from them before it is looked at.
take_restored() {
  local from=$home/restored
  chmod 0700 "$from"
  own_tree root "$from"
  [ -z "$(find "$from" ! -type f ! -type d -print -quit)" ] || fail "what was restored holds links, which no archive of ours does"
  [ ! -d "$from/images" ] || { rmdir "$home/images" && mv "$from/images" "$home/images" && images_directory; }
  [ ! -f "$from/config/custom.properties" ] || install -m 0640 "$from/config/custom.properties" "$home/config/custom.properties"
  [ ! -f "$from/config/options" ] || { grep -v '^engine=' "$from/config/options" >"$home/options.new" && mv "$home/options.new" "$home/options"; }
  rm -rf "$from"
}

own_tree() {
  [ "$EUID" != 0 ] || chown -hR "$1:$1" "$2"
}

undo_restore() {
  local code=$?
  trap - EXIT
  say "giving up; removing what was restored so far"
  [ ! -d "$home/postgres" ] || "$root/launcher/postgres.sh" remove "$home/postgres" >&2 || true
  release_pool
  rm -f "$home/restoring"
  rm -rf "$home/restored"
  remove_home
  exit "$((code == 0 ? 1 : code))"
}

# The program in its role of backup, as the platform's user: it reads what that user may, and writes no more.
backup_process() {
  # shellcheck disable=SC2046
  (cd / && exec $(as_user platform) env -i $(environment platform) "$java_home/bin/java" $(flags backup) \
    -Dslipway.roles=backup -jar "$program/app/slipway.jar" "$@") 8>&-
}

size_of() {
  stat -c %s "$1" | awk '{if ($1 < 1000000) printf "%d KB", $1 / 1000; else printf "%d MB", $1 / 1000000}'
}

where_home() {
  [ "$home" = "$(default_home)" ] || echo " --home $home"
}
