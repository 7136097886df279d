# shellcheck shell=bash
# The home: who owns what in it, and what is kept for the next start.
#
# root owns the home, so that the platform, which faces the network, can replace nothing that root runs or reads.
# platform/ and router/ belong to the user slipway, node/ to root, postgres/ to slipway-db.

need_home() {
  need_users
  mkdir -p "$home" || fail "cannot make the home $home"
  chmod 0711 "$home"
  directory 0755 root config program run
  directory 0750 root logs
  directory 0750 slipway platform platform/repositories platform/build-logs platform/uploads router run/router
  directory 0700 root node run/node
  directory 0751 root secrets
  as_slipway test -x "$home/platform" || fail "the user slipway cannot reach $home: every directory above it must be passable (chmod o+x), or take another --home"
  keep installation random_id
  keep network-pool free_pool
  need_secrets
  ln -sfn platform/admin-password "$home/admin-password"
  ln -sfn platform/admin-token "$home/admin-token"
}

need_users() {
  [ "$(id -u)" = 0 ] || return 0
  getent passwd slipway >/dev/null \
    || useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin slipway
}

directory() {
  local mode=$1 owner=$2 name
  shift 2
  for name in "$@"; do
    mkdir -p "$home/$name"
    chmod "$mode" "$home/$name"
    own "$owner" "$home/$name"
  done
}

own() {
  [ "$(id -u)" != 0 ] || chown -h "$1:$1" "$2"
}

# Runs a command as the unprivileged user, when there is a choice.
as_slipway() {
  if [ "$(id -u)" = 0 ]; then
    (cd / && setpriv --reuid slipway --regid slipway --clear-groups --no-new-privs "$@")
  else
    "$@"
  fi
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
  cat "$home/$1" 2>/dev/null || echo "${2:-}"
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
  [ "$(id -u)" = 0 ] || return 0
  if [ "$owner" = shared ]; then chown root:slipway "$file"; else chown "$owner:$owner" "$file"; fi
}

# PostgreSQL's own copy belongs to its user; the platform gets one it can read.
share_database_password() {
  install -m 0400 "$home/postgres/password" "$home/secrets/database-password.new"
  own slipway "$home/secrets/database-password.new"
  mv "$home/secrets/database-password.new" "$home/secrets/database-password"
}

# Installations side by side must not give the same addresses to two bridges of one machine.
pools=/var/cache/slipway/pools

free_pool() {
  local second
  for second in 208 224 192 176 160 144 128 112; do
    pool_taken "$second" || { echo "10.$second.0.0/12" && return; }
  done
  fail "no range 10.x.0.0/12 is free for application networks: purge an installation, or write one to $home/network-pool"
}

pool_taken() {
  local holder
  holder=$(cat "$pools/10.$1" 2>/dev/null) && [ "$holder" != "$home" ] && [ -s "$holder/network-pool" ] && return
  ip -4 route show 2>/dev/null | awk -v low="$1" '{split($1, part, /[.\/]/)
    if (part[1] == 10 && part[2] >= low && part[2] < low + 16) found = 1} END {exit !found}'
}

claim_pool() {
  [ "$(id -u)" = 0 ] || return 0
  mkdir -p "$pools"
  echo "$home" >"$pools/$(pool_name)"
}

release_pool() {
  local file
  file=$pools/$(pool_name)
  [ ! -f "$file" ] || [ "$(cat "$file")" != "$home" ] || rm -f "$file"
}

pool_name() {
  kept network-pool | cut -d . -f 1-2
}
