# shellcheck shell=bash
# What the processes are told: a properties file, written at every start from the options and what the home keeps.

# Options not given are those of the last start, else the defaults.
settle_options() {
  port=${port:-$(option port 8080)}
  local kept_domain
  kept_domain=$(option domain localhost)
  # Another kind of name has another port of its own.
  [ -z "$domain" ] || [ "$domain" = "$kept_domain" ] || router_port=${router_port:-$(web_port "$domain")}
  domain=${domain:-$kept_domain}
  router_port=${router_port:-$(option router_port "$(web_port "$domain")")}
  tls_cert=${tls_cert:-$(option tls_cert none)}
  tls_key=${tls_key:-$(option tls_key none)}
  tls_port=${tls_port:-$(option tls_port 443)}
  listen=${listen:-$(option listen 127.0.0.1)}
  engine=${engine:-$(option engine own)}
}

web_port() {
  if [ "$1" = localhost ]; then echo 8000; else echo 80; fi
}

has_tls() {
  [ "$tls_cert" != none ]
}

# Where users see the platform: at its own port, or through the router under the name of the installation.
platform_url() {
  if [ "$domain" = localhost ]; then echo "http://localhost:$port"
  elif has_tls; then with_port "https://$domain" "$tls_port" 443
  else with_port "http://$domain" "$router_port" 80; fi
}

apps_url() {
  if has_tls; then with_port "https://$1" "$tls_port" 443; else with_port "http://$1" "$router_port" 80; fi
}

with_port() {
  if [ "$2" = "$3" ]; then echo "$1"; else echo "$1:$2"; fi
}

# A name of the public kind is for others than this machine.
router_listen() {
  if [ "$domain" != localhost ] && [ "$listen" = 127.0.0.1 ]; then echo 0.0.0.0; else echo "$listen"; fi
}

option() {
  local name value kept=
  while IFS='=' read -r name value; do
    if [ "$name" = "$1" ]; then kept=$value; fi
  done < <(kept options)
  echo "${kept:-$2}"
}

keep_options() {
  printf '%s\n' "port=$port" "router_port=$router_port" "listen=$listen" "engine=$engine" "domain=$domain" \
    "tls_cert=$tls_cert" "tls_key=$tls_key" "tls_port=$tls_port" >"$home/options.new"
  mv "$home/options.new" "$home/options"
}

write_settings() {
  local file=$home/config/slipway.properties own=$home/config/custom.properties
  [ -e "$own" ] || echo "# Settings of your own; they win over slipway.properties beside this file. Read at the next ./slipway up or restart." >"$own"
  # One file, because of equal keys in it the later wins whoever reads it.
  postgres_port >/dev/null || fail "$home/postgres/port does not hold a port"
  (umask 077 && { settings && echo && echo "# From custom.properties" && cat "$own"; } >"$file.new")
  [ "$EUID" != 0 ] || chown root:slipway-router "$file.new" "$own"
  chmod 0640 "$file.new" "$own"
  mv "$file.new" "$file"
}

settings() {
  cat <<SETTINGS
# Written by ./slipway up; change custom.properties instead. Above the program's own defaults, below system properties.
config_ordinal=270
slipway.home=$home
slipway.installation=$(kept installation)
slipway.url=$(platform_url)
slipway.apps.domain=apps.$domain
quarkus.http.host=$listen
quarkus.http.port=$port
slipway.router.listen=$(router_listen)
slipway.router.port=$router_port
slipway.router.control=$home/run/router/control.sock
slipway.router.table=$home/router/table
slipway.database.url=jdbc:postgresql://127.0.0.1:$(postgres_port)/postgres
slipway.database.user=slipway
slipway.database.password-file=$home/secrets/database-password
slipway.secrets.key-file=$home/secrets/key
slipway.admin.password-file=$home/platform/admin-password
slipway.admin.token-file=$home/platform/admin-token
slipway.data.repositories=$home/platform/repositories
slipway.data.build-logs=$home/platform/build-logs
slipway.data.uploads=$home/platform/uploads
slipway.node.name=$(node_name)
slipway.node.platform-url=http://$(local_address):$port
slipway.console.platform-url=http://$(local_address):$port
slipway.node.credential-file=$home/secrets/node-credential
slipway.engine.socket=$(engine_socket)
slipway.network.pool=$(kept network-pool)
# Requests that wait for news must not hold up a stop.
quarkus.thread-pool.shutdown-check-interval=PT0.5S
quarkus.thread-pool.shutdown-interrupt=PT0.5S
quarkus.thread-pool.shutdown-timeout=PT5S
SETTINGS
  [ "$EUID" = 0 ] || printf '%s\n' '# Only root may set these up; without them nothing keeps tenants apart.' \
    slipway.network.firewall=none slipway.network.names=false
  [ "$domain" = localhost ] || printf '%s\n' "slipway.router.platform.host=$domain" \
    "slipway.router.platform.address=$(local_address):$port"
  ! has_tls || printf '%s\n' "slipway.router.tls.port=$tls_port" "slipway.router.tls.certificate=$home/config/tls/certificate.pem" \
    "slipway.router.tls.key=$home/config/tls/key.pem"
  local bundle
  bundle=$(ca_bundle)
  [ -z "$bundle" ] || echo "slipway.build.ca-bundle=$bundle"
  echo "slipway.node.builders=$program/builders"
}

postgres_port() {
  local kept
  kept=$(kept postgres/port)
  [[ $kept =~ ^[0-9]{4,5}$ ]] && echo "$kept"
}

# A setting as the processes see it.
setting() {
  local line value=
  while read -r line; do
    if [[ $line =~ ^"$1"\ *[=:]\ *(.*)$ ]]; then value=${BASH_REMATCH[1]}; fi
  done < <(kept config/slipway.properties)
  echo "${value:-$2}"
}

# The authorities this machine trusts, for builds: a company's own may be among them.
ca_bundle() {
  local file
  for file in "${NODE_EXTRA_CA_CERTS:-}" "${SSL_CERT_FILE:-}" /etc/ssl/certs/ca-certificates.crt; do
    [ -n "$file" ] && [ -s "$file" ] && realpath "$file" && return
  done
  return 0
}

node_name() {
  hostname 2>/dev/null | tr '[:upper:]' '[:lower:]' | grep -Ex '[a-z]([-a-z0-9]{0,28}[a-z0-9])' || echo local
}

# Where this machine reaches what listens.
local_address() {
  case $listen in
    0.0.0.0) echo 127.0.0.1 ;;
    ::) echo '[::1]' ;;
    *:*) echo "[$listen]" ;;
    *) echo "$listen" ;;
  esac
}
