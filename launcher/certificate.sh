#!/usr/bin/env bash
# certificate.sh CERTIFICATE KEY DIR: copies both PEM files to where the router may read them, when they are other than
# those there. A key that does not belong to its certificate is left alone. DIR/looked says when this was last asked.
set -euo pipefail
certificate=$1 key=$2 directory=$3

main() {
  mkdir -p "$directory"
  [ "$EUID" != 0 ] || chown root:slipway-router "$directory"
  chmod 0750 "$directory"
  touch "$directory/looked"
  ! same || return 0
  ! command -v openssl >/dev/null || check
  put "$key" "$directory/key.pem"
  put "$certificate" "$directory/certificate.pem"
  echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) certificate: $certificate was taken"
}

same() {
  cmp -s "$certificate" "$directory/certificate.pem" && cmp -s "$key" "$directory/key.pem"
}

# Without openssl nobody asks; the router keeps the one it has when it cannot use the other.
check() {
  local public own
  public=$(openssl x509 -in "$certificate" -noout -pubkey 2>/dev/null) || fail "$certificate is no certificate in PEM"
  own=$(openssl pkey -in "$key" -passin pass: -pubout 2>/dev/null) || fail "$key is no key in PEM, or is locked by a password"
  [ "$public" = "$own" ] || fail "$key is not the key of $certificate"
  openssl x509 -in "$certificate" -noout -checkend 0 >/dev/null || fail "$certificate is no longer valid: it $(ending)"
}

ending() {
  openssl x509 -in "$certificate" -noout -enddate | sed 's/^notAfter=/ended on /'
}

put() {
  # Whatever its own mode is: keys are mostly their owner's alone, and the router is another user.
  install -m 0640 "$1" "$2.new"
  [ "$EUID" != 0 ] || chown root:slipway-router "$2.new"
  mv "$2.new" "$2"
}

fail() {
  echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) certificate: $*" >&2
  exit 1
}

main
