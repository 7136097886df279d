# shellcheck shell=bash
# A limit of memory around a whole installation: a control group with the launcher, PostgreSQL, the processes, the engine
# and its shims in one child and the engine's containers in the other. Needs root.

# make_limit BYTES: sets limit_group, the group's directory.
make_limit() {
  local name=slipway-bench-$$
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    limit_group=/sys/fs/cgroup/$name
    mkdir "$limit_group"
    echo +memory >/sys/fs/cgroup/cgroup.subtree_control
    echo +memory >"$limit_group/cgroup.subtree_control"
    echo "$1" >"$limit_group/memory.max"
    [ ! -f "$limit_group/memory.swap.max" ] || echo 0 >"$limit_group/memory.swap.max"
  else
    limit_group=/sys/fs/cgroup/memory/$name
    mkdir "$limit_group"
    echo "$1" >"$limit_group/memory.limit_in_bytes"
    [ ! -f "$limit_group/memory.memsw.limit_in_bytes" ] || echo "$1" >"$limit_group/memory.memsw.limit_in_bytes"
  fi
  mkdir "$limit_group/processes" "$limit_group/containers"
}

# Runs a command inside; what it starts stays there.
within_limit() (
  echo "$BASHPID" >"$limit_group/processes/cgroup.procs"
  export SLIPWAY_CGROUP=/${limit_group##*/}/containers
  exec "$@"
)

# Once all of it has ended.
remove_limit() {
  [ -z "${limit_group:-}" ] || find "$limit_group" -depth -type d -exec rmdir {} + 2>/dev/null || true
}
