# shellcheck shell=bash
# Whether the parts answer, and waiting until they do.

# Before it listens, asking it in earnest would only take processor time from its start.
platform_ready() {
  ! port_free "$port" && curl -sf --max-time 3 -o /dev/null "http://$(local_address):$port/q/health/ready"
}

# Any answer counts: without a route it is a 404 of the router's own.
router_ready() {
  ! port_free "$router_port" && curl -s --max-time 3 -o /dev/null "http://$(local_address):$router_port/"
}

postgres_answers() {
  listens 127.0.0.1 "$(postgres_port)"
}

node_ready() {
  api GET /nodes 2>/dev/null | jq -e 'any(.items[]; (.state | ascii_downcase) == "ready")' >/dev/null 2>&1
}

# api METHOD PATH [JSON]: the answer's body; fails for a status of 400 and above. The token stays off the command line.
api() {
  local token
  token=$(admin_token) || return 1
  curl -sS --fail-with-body --max-time 30 -X "$1" -H @<(printf 'Authorization: Bearer %s\n' "$token") \
    ${3:+-H 'Content-Type: application/json' --data-binary "$3"} "http://$(local_address):$port/api/v1$2"
}

# await ROLE SECONDS CONDITION: polls until it holds; a process that does not stay up ends the waiting.
await() {
  local role=$1 deadline=$((SECONDS + $2)) condition=$3 number nothing
  # A pipe on which nothing ever comes: waiting for it costs no process, and so nothing of what the start needs.
  exec {nothing}<> <(:)
  until "$condition"; do
    read_number "$role.restarts"
    [ "$number" -lt 3 ] || fail "the $role process does not stay up:
$(evidence "$home/logs/$role.log")"
    [ "$SECONDS" -lt "$deadline" ] || fail "the $role process is not ready after $2 s:
$(evidence "$home/logs/$role.log")"
    read -rt 0.05 -u "$nothing" || true
  done
  exec {nothing}>&-
}

# free_or_ours ROLE OPTION PORT: whether the role holds the port already, or can have it.
free_or_ours() {
  { process_runs "$1" && [ "$3" = "$(option "$2" '')" ]; } || port_free "$3"
}

port_free() {
  local address=$listen
  case $address in
    0.0.0.0) address=127.0.0.1 ;;
    ::) address=::1 ;;
  esac
  ! listens "$address" "$1"
}

# listens ADDRESS PORT: without a process of its own, for it is asked again and again.
listens() {
  { : <>"/dev/tcp/$1/$2"; } 2>/dev/null
}
