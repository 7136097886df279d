# shellcheck shell=bash
# Programs of the distribution that Slipway stands on: looked for by name, installed by package.

# program:package
requirements=(dockerd:docker.io docker:docker.io docker-init:tini git:git mvn:maven nft:nftables mmdebstrap:mmdebstrap
  xz:xz-utils npm:npm curl:curl jq:jq setpriv:util-linux ip:iproute2 pgrep:procps)

# Installs what is missing, after asking.
need_packages() {
  local missing command
  forget_policy
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  command="apt-get install -y --no-install-recommends $missing"
  command -v apt-get >/dev/null || fail "missing: $missing. This is not Debian or a relative of it; install their likes with your package tool"
  [ "$EUID" = 0 ] || fail "missing: $missing. Only root can install them: sudo sh -c 'apt-get update && $command'"
  agreed "$missing" || fail "missing: $missing. Agree with --yes, or run: apt-get update && $command"
  say "installing $missing"
  # An installation that was killed has left packages half configured.
  [ -z "$(dpkg --audit 2>/dev/null)" ] || dpkg_configure || fail "dpkg --configure -a failed; run it yourself to see why"
  # shellcheck disable=SC2086  # several words on purpose
  apt_get update -qq && apt_get install -qq -y --no-install-recommends $missing \
    || fail "apt-get failed; run it yourself to see why: apt-get update && $command"
  missing=$(missing_packages "$@")
  [ -z "$missing" ] || fail "still missing after the installation: $missing"
}

# Further requirements may be named as arguments.
missing_packages() {
  local requirement
  for requirement in "${requirements[@]}" "$@"; do
    found "${requirement%%:*}" || echo "${requirement#*:}"
  done | sort -u | paste -sd ' '
}

found() {
  command -v "$1" >/dev/null
}

agreed() {
  local answer
  [ "$yes" = false ] || return 0
  [ -t 0 ] && [ -t 2 ] || return 1
  read -r -p "slipway: install $1 from this distribution's packages? [y/N] " answer
  [[ $answer = [yY]* ]]
}

policy=/usr/sbin/policy-rc.d

# Ours, of an `up` that was killed while it installed; it would keep every daemon of the machine from starting.
forget_policy() {
  local owner
  [ "$EUID" = 0 ] && [ -f "$policy" ] || return 0
  owner=$(sed -n 's/^# of slipway up, process //p' "$policy")
  [ -z "$owner" ] || [ -d "/proc/$owner" ] || rm -f "$policy"
}

dpkg_configure() {
  DEBIAN_FRONTEND=noninteractive dpkg --configure -a >&2 </dev/null
}

# A daemon that a package brings is not started: Slipway runs its own. Under systemd only this file is asked.
apt_get() (
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\n# of slipway up, process %s\nexit 101\n' "$$" >"$policy" && chmod 0755 "$policy"
  fi
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" >&2 </dev/null
)
