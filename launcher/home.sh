# shellcheck shell=bash
# The home: who owns what in it, and what is kept for the next start.
#
# root owns the home, so that the platform, which faces the network, can replace nothing that root runs or reads.
# platform/ belongs to the user slipway, router/ to slipway-router, node/ and images/ to root, the data in postgres/ to slipway-db.

# A home is new, empty, or ours already; nothing is written before that is known.
may_be_home() {
  [ -e "$home" ] || return 0
  [ -d "$home" ] && [ -O "$home" ] || fail "$home is not a directory of $(id -un): take another --home"
  is_home || [ -z "$(foreign_to_home)" ] || fail "$home holds something that is not Slipway's: take another --home"
  [ ! -e "$home/restoring" ] || fail "a restore to $home broke off: ./slipway down --purge --home $home, then restore again"
}

# private FILE: makes it, and root's alone, because whoever can read a file can hold its lock.
private() {
  (umask 077 && : >>"$1") && chmod 0600 "$1"
}

# Waits for another up, down or restart of the home.
lock_home() {
  private "$home/lock"
  exec 8>"$home/lock"
  flock -w 120 8 || fail "another up or down of $home does not end"
}

is_home() {
  grep -Eqsx '[a-z][a-z0-9]{5}' "$home/installation"
}

# What is there besides the files that are written first and removed last.
foreign_to_home() {
  find "$home" -mindepth 1 -maxdepth 1 ! -name lock ! -name installation ! -name installation.new
}

need_home() {
  # First, so that an `up` that breaks off can be repeated.
  keep installation random_id
  chmod 0711 "$home"
  need_users
  lay_out_home
  need_pool
  need_secrets
  ln -sfn platform/admin-password "$home/admin-password"
  ln -sfn platform/admin-token "$home/admin-token"
}

lay_out_home() {
  directory 0755 root config program run
  directory 0750 root logs
  images_directory
  directory 0750 slipway platform
  directory 0700 slipway-router router run/router
  directory 0700 root node run/node
  directory 0751 root secrets
  as_slipway test -x "$home/platform" || fail "the user slipway cannot reach $home: every directory above it must be passable (chmod o+x), or take another --home"
  # Not by root: it would follow links that the platform made.
  as_slipway install -d -m 0750 "$home"/platform/{repositories,build-logs,uploads} || fail "the directories in $home/platform cannot be made"
}

# The node writes it; a backup is made as the platform's user.
images_directory() {
  directory 0750 root images
  [ "$EUID" != 0 ] || chgrp slipway "$home/images"
}

need_users() {
  [ "$EUID" = 0 ] || return 0
  local user
  for user in slipway slipway-router; do
    getent passwd "$user" >/dev/null \
      || useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user"
  done
}

# directory MODE OWNER NAME...
directory() {
  local mode=$1 owner=$2 name paths=() owned=()
  shift 2
  for name in "$@"; do paths+=("$home/$name"); done
  [ "$EUID" != 0 ] || owned=(-o "$owner" -g "$owner")
  install -d -m "$mode" "${owned[@]}" "${paths[@]}"
}

own() {
  [ "$EUID" != 0 ] || chown -h "$1:$1" "${@:2}"
}

# Runs a command as the unprivileged user, when there is a choice.
as_slipway() {
  if [ "$EUID" = 0 ]; then
    (cd / && setpriv --reuid slipway --regid slipway --clear-groups --no-new-privs "$@")
  else
    "$@"
  fi
}

# The administrator's token. Read with the rights of the platform, which could make a link of the file.
admin_token() {
  as_slipway timeout 5 head -n 1 "$home/platform/admin-token" 2>/dev/null | grep -Ex 'slp_[A-Za-z0-9_]+'
}

# keep NAME COMMAND...: the file NAME of the home, made once from the command's output.
keep() {
  local name=$1
  shift
  [ ! -s "$home/$name" ] || return 0
  "$@" >"$home/$name.new"
  mv "$home/$name.new" "$home/$name"
}

kept() {
  local text
  { text=$(<"$home/$1"); } 2>/dev/null || text=${2:-}
  echo "$text"
}

random_id() {
  # A letter first, because names begin with it.
  echo "$(characters a-z 1)$(characters a-z0-9 5)"
}

characters() {
  head -c 4096 /dev/urandom | LC_ALL=C tr -dc "$1" | cut -c "1-$2"
}

need_secrets() {
  secret key 0400 slipway head -c 32 /dev/urandom
  secret node-credential 0440 shared head -c 32 /dev/urandom
}

# secret NAME MODE OWNER COMMAND...: base64 of the command's output, made once.
secret() {
  local file=$home/secrets/$1 mode=$2 owner=$3
  shift 3
  [ -s "$file" ] || (umask 077 && "$@" | base64 -w 0 >"$file.new" && mv "$file.new" "$file")
  chmod "$mode" "$file"
  [ "$EUID" = 0 ] || return 0
  if [ "$owner" = shared ]; then chown root:slipway "$file"; else chown "$owner:$owner" "$file"; fi
}

# The copy beside PostgreSQL is root's; the platform gets one it can read.
share_database_password() {
  install -m 0400 "$home/postgres/password" "$home/secrets/database-password.new"
  own slipway "$home/secrets/database-password.new"
  mv "$home/secrets/database-password.new" "$home/secrets/database-password"
}

# Installations side by side must not give the same addresses to two bridges of one machine.
pools=/var/cache/slipway/pools

# Under a lock: two first starts at once must not find the same pool free.
need_pool() {
  [ "$EUID" = 0 ] || { keep network-pool free_pool && return; }
  mkdir -p "$pools"
  private "$pools/lock"
  (
    flock 7
    keep network-pool free_pool
    echo "$home" >"$pools/$(pool_name)"
  ) 7>"$pools/lock"
}

# Best one that no route touches; else one within a wider route, of which it hides the projects' addresses alone.
free_pool() {
  local second widest
  for widest in 1 12; do
    for second in 208 224 192 176 160 144 128 112; do
      pool_claimed "$second" || pool_routed "$second" "$widest" || { echo "10.$second.0.0/12" && return; }
    done
  done
  fail "no range 10.x.0.0/12 is free for application networks: purge an installation, or write one to $home/network-pool"
}

pool_claimed() {
  local holder
  holder=$(cat "$pools/10.$1" 2>/dev/null) && [ "$holder" != "$home" ] && [ -s "$holder/network-pool" ]
}

# pool_routed SECOND WIDEST: whether a route with a prefix of at least WIDEST bits overlaps 10.SECOND.0.0/12.
pool_routed() {
  ip -4 route show 2>/dev/null | awk -v low="$1" -v widest="$2" '
    {at = $1 ~ /^[a-z]/ && $1 != "default" ? $2 : $1; if (split(at, part, /[.\/]/) < 4) next
     bits = part[5] == "" ? 32 : part[5]; first = part[1] * 65536 + part[2] * 256 + part[3]
     last = first + (bits < 24 ? 2 ^ (24 - bits) : 1); from = 10 * 65536 + low * 256
     if (bits >= widest && first < from + 4096 && last > from) found = 1} END {exit !found}'
}

release_pool() {
  local file
  file=$pools/$(pool_name)
  [ ! -f "$file" ] || [ "$(cat "$file")" != "$home" ] || rm -f "$file"
}

pool_name() {
  kept network-pool | cut -d . -f 1-2
}
