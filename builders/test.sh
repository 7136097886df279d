#!/usr/bin/env bash
# test.sh SOCKET [NAME...]: builds the samples with every builder, or with those, under three uids, as the contract says,
# and runs the results.
# Hardened as the platform does it: no capabilities, no new privileges, gid 0. Removes all it makes.
set -euo pipefail

here=$(realpath "$(dirname "$0")")
socket=${1:?the socket of an engine}
installation=t$$
names=("${@:2}")
ca=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
passed=0 failed=0

main() {
  trap clean EXIT
  [ "${#names[@]}" -gt 0 ] || mapfile -t names < <("$here/make.sh" names)
  "$here/make.sh" load "$socket" "$installation" "${names[@]}"
  local name uid
  for name in "${names[@]}"; do
    for uid in 1001 1000010000 1000990000; do
      if story "$name" "$uid"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    done
  done
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}

story() {
  local name=$1 uid=$2 container=$installation-$1-$2 image=slipway-$installation/result-$1-$2 started
  started=$(date +%s%N)
  create "$container" "$uid" --interactive --network host --volume "$ca:/run/ca.crt:ro" \
    --env SSL_CERT_FILE=/run/ca.crt --env NODE_EXTRA_CA_CERTS=/run/ca.crt --env npm_config_cafile=/run/ca.crt "$(builder "$name")" \
    /bin/sh -c 'tar -C /tmp -xf - && /usr/libexec/s2i/assemble' || return 1
  tar -C "$here/../e2e/samples/${name%%-*}" -cf - --transform 's|^\.|src|' . \
    | engine start --attach --interactive "$container" >"/tmp/$container.log" 2>&1 \
    || { report "$container" "assemble"; return 1; }
  engine commit --change 'CMD ["/usr/libexec/s2i/run"]' "$container" "$image" >/dev/null || return 1
  engine rm --force "$container" >/dev/null
  create "$container" "$uid" --network none "$image" || return 1
  engine start "$container" >/dev/null
  answers "$container" "$(expected "$name")" || { report "$container" "run"; return 1; }
  [ "$(engine exec "$container" id -un)" = default ] || { report "$container" "no name for the uid"; return 1; }
  engine stop --time 5 "$container" >/dev/null
  [ "$(engine inspect --format '{{.State.ExitCode}}' "$container")" != 137 ] || { report "$container" "TERM ignored"; return 1; }
  echo "ok   $name as $uid in $((($(date +%s%N) - started) / 1000000)) ms"
}

create() {
  local container=$1 uid=$2
  shift 2
  engine create --name "$container" --label "dev.slipway.installation=$installation" --user "$uid:0" --cap-drop ALL \
    --security-opt no-new-privileges --init --memory 1g --pids-limit 256 "$@" >/dev/null
}

answers() {
  local deadline=$((SECONDS + 10))
  while [ "$SECONDS" -lt "$deadline" ]; do
    engine exec "$1" busybox wget -qO- http://127.0.0.1:8080/ 2>/dev/null | grep -q "$2" && return
    sleep 0.1
  done
  return 1
}

expected() {
  case $1 in
    shell) echo 'Hello from Slipway' ;;
    static) echo 'Hello from static files' ;;
    nodejs*) echo 'Hello from Node.js' ;;
    python) echo 'Hello from Python' ;;
    java) echo 'Hello from Java' ;;
    go) echo 'Hello from Go' ;;
    php) echo 'Hello from PHP' ;;
    ruby) echo 'Hello from Ruby' ;;
    perl) echo 'Hello from Perl' ;;
  esac
}

report() {
  echo "FAIL $1: $2"
  tail -n 20 "/tmp/$1.log"
  engine logs --tail 20 "$1" 2>&1 || true
}

builder() {
  "$here/make.sh" tags "$installation" "$1"
}

engine() {
  docker -H "unix://$socket" "$@"
}

clean() {
  engine ps -aq --filter "label=dev.slipway.installation=$installation" | xargs -r docker -H "unix://$socket" rm -f >/dev/null
  # Results before the builders they stand on.
  engine images --format '{{.Repository}}:{{.Tag}}' "slipway-$installation/result-*" | xargs -r docker -H "unix://$socket" rmi >/dev/null
  "$here/make.sh" tags "$installation" "${names[@]}" | xargs -r docker -H "unix://$socket" rmi >/dev/null 2>&1 || true
  rm -f /tmp/"$installation"-*.log
}

main "$@"
