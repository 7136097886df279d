#!/usr/bin/env bash
# The builder images we ship: one shared base layer of Debian packages, one small layer per builder.
#
#   make.sh load SOCKET INSTALLATION [NAME...]   make what is missing, put it into the engine at SOCKET, tagged for
#                                                INSTALLATION
#   make.sh tags INSTALLATION [NAME...]          print the tags that `load` makes, one a line
#   make.sh layers [NAME...]                     make the layers only
#   make.sh names                                print the names of all that can be made, one a line
#
# A NAME is a directory's; where it describes another version of a builder, the file `builder` in it says NAME as well.
# Without one these are the three that every installation has from its start.
# Layers are kept in ${SLIPWAY_CACHE:-/var/cache/slipway}/builders, named by the hash of what they are made from.
# An image is described here and loaded as an archive, so nothing runs in the engine for it and equal input gives
# the equal image id. Packages come from this machine's own apt sources. Making layers needs root, loading does not.
set -euo pipefail
umask 022
PATH=$PATH:/usr/sbin:/sbin

here=$(realpath "$(dirname "$0")")
cache=${SLIPWAY_CACHE:-/var/cache/slipway}/builders
names=(shell static nodejs)
work=

main() {
  case ${1:-} in
    load) choose "${@:4}"; load "${2:?a socket}" "${3:?an installation}" ;;
    tags) choose "${@:3}"; for name in "${names[@]}"; do tag "$name" "${2:?an installation}"; done ;;
    layers) choose "${@:2}"; layers ;;
    names) makeable ;;
    *) fail "load, tags, layers or names" ;;
  esac
}

# Sets names to what was asked for.
choose() {
  [ "$#" -gt 0 ] || return 0
  local name
  for name in "$@"; do
    [[ $name == */* || ! -f $here/$name/s2i/assemble ]] || continue
    fail "there is no builder \"$name\"; there are: $(makeable | tr '\n' ' ')"
  done
  mapfile -t names < <(printf '%s\n' "$@" | LC_ALL=C sort -u)
}

makeable() {
  local file
  for file in "$here"/*/s2i/assemble; do
    file=${file%/s2i/assemble} && echo "${file##*/}"
  done
}

load() {
  local socket=$1 installation=$2 name images=()
  layers
  work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
  for name in "${names[@]}"; do
    configuration "$name" "$installation" >"$work/$name.json"
    present "$socket" "$name" "$(tag "$name" "$installation")" || images+=("$name")
  done
  [ "${#images[@]}" -gt 0 ] || return 0
  say "loading ${images[*]}"
  archive "$installation" "${images[@]}" | docker -H "unix://$socket" load --quiet >/dev/null \
    || fail "the engine at $socket did not take the builder images"
}

# An image's id is the digest of its configuration.
present() {
  local id
  id=$(docker -H "unix://$1" image inspect --format '{{.Id}}' "$3" 2>/dev/null) || return 1
  [ "$id" = "sha256:$(sha256sum <"$work/$2.json" | cut -d ' ' -f 1)" ]
}

archive() {
  local installation=$1 name
  shift
  ln -s "$(layer base)" "$work/base.tar"
  for name in "$@"; do
    ln -s "$(layer "$name")" "$work/$name.tar"
    jq -n --arg name "$name" --arg tag "$(tag "$name" "$installation")" \
      '{Config: ($name + ".json"), RepoTags: [$tag], Layers: ["base.tar", $name + ".tar"]}'
  done | jq -s . >"$work/manifest.json"
  tar -chf - -C "$work" manifest.json base.tar "${@/%/.json}" "${@/%/.tar}"
}

configuration() {
  local name=$1 NAME=$1 VERSION DISPLAY_NAME DESCRIPTION DETECTS TAGS PACKAGES
  local DEPENDENCY_LOCKS='' DEPENDENCY_FILES='' DEPENDENCY_ENVIRONMENT='' DEPENDENCY_GROWING='' CACHES=''
  # shellcheck source=/dev/null
  . "$here/$name/builder"
  jq -n --sort-keys --arg name "$NAME" --arg installation "$2" --arg version "$VERSION" --arg display "$DISPLAY_NAME" \
    --arg description "$DESCRIPTION" --arg detects "$DETECTS" --arg tags "$TAGS" --arg packages "$PACKAGES" \
    --arg architecture "$(dpkg --print-architecture)" --arg created "$(made "$name")" \
    --arg locks "$DEPENDENCY_LOCKS" --arg files "$DEPENDENCY_FILES" --arg variables "$DEPENDENCY_ENVIRONMENT" \
    --arg growing "$DEPENDENCY_GROWING" --arg caches "$CACHES" \
    --arg base "$(digest base)" --arg own "$(digest "$name")" '{
      architecture: $architecture, os: "linux", created: $created,
      config: {
        User: "1001:0", WorkingDir: "/opt/app-root/src", ExposedPorts: {"8080/tcp": {}},
        Entrypoint: ["container-entrypoint"], Cmd: ["/usr/libexec/s2i/usage"],
        Env: ["PATH=/opt/app-root/src/bin:/opt/app-root/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
              "APP_ROOT=/opt/app-root", "HOME=/opt/app-root/src", "PORT=8080", "LANG=C.UTF-8"],
        Labels: ({
          "io.openshift.s2i.scripts-url": "image:///usr/libexec/s2i",
          "io.k8s.display-name": $display, "io.k8s.description": $description,
          "io.openshift.expose-services": "8080:http", "io.openshift.tags": $tags,
          "io.openshift.builder-version": $version, "usage": "docker run <image> prints how to use it",
          "dev.slipway.builder.name": $name, "dev.slipway.builder.version": $version,
          "dev.slipway.builder.detects": $detects, "dev.slipway.installation": $installation}
          + if $locks == "" then {} else {"dev.slipway.dependencies.locks": $locks,
            "dev.slipway.dependencies.files": $files, "dev.slipway.dependencies.environment": $variables,
            "dev.slipway.dependencies.growing": $growing} end
          + if $caches == "" then {} else {"dev.slipway.caches": $caches} end)},
      rootfs: {type: "layers", diff_ids: [$base, $own]},
      history: [{created: $created, created_by: "Debian packages"}, {created: $created, created_by: ("builder " + $name)}]}'
}

layers() {
  mkdir -p "$cache" 2>/dev/null || [ -d "$cache" ] || fail "cannot write $cache: set SLIPWAY_CACHE"
  local name missing=()
  for name in base "${names[@]}"; do
    [ -f "$(layer "$name")" ] || missing+=("$name")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || fail "the builder images are not made yet, and only root can: run 'sudo $here/make.sh layers ${names[*]}' once"
  exec 9>"$cache/lock"
  flock -n 9 || { say "waiting for another that makes layers" && flock 9; }
  make_layers
  exec 9>&-
}

make_layers() {
  # Only one at a time makes layers: of what was killed there is nobody left.
  for work in "$cache"/work.*; do [ ! -d "$work" ] || discard; done
  work=$(mktemp -d "$cache/work.XXXXXX")
  chmod 0755 "$work"
  trap abandon EXIT
  # Whoever listened is gone.
  trap 'exit 1' PIPE
  sources >"$work/debian.sources"
  # The others stand on the base.
  make_missing base
  make_missing "${names[@]}"
  discard
  trap - EXIT PIPE
}

# Side by side.
make_missing() {
  local name made=()
  for name in "$@"; do
    [ ! -f "$(layer "$name")" ] || continue
    say "making the $name layer (Debian packages, a minute or so, once)"
    # With job control each is a process group, which can be ended whole.
    set -m
    root "$name" "$work" >"$work/$name.log" 2>&1 </dev/null 9>&- &
    set +m
    made+=("$name:$!")
  done
  for name in "${made[@]}"; do
    progress "${name%:*}" "${name#*:}"
    wait "${name#*:}" || fail "the ${name%:*} layer: $(tail -n 8 "$work/${name%:*}.log")"
    pack "${name%:*}" "$work"
  done
}

# Tells every ten seconds that the process is still at it, until it ends.
progress() {
  local turns=0
  while kill -0 "$2" 2>/dev/null; do
    sleep 0.5
    turns=$((turns + 1))
    [ $((turns % 20)) != 0 ] || say "$1: $(tail -n 1 "$work/$1.log" | tr -dc '[:print:]' | cut -c 1-120)"
  done
}

# Ends what is being made, when this script ends before it.
abandon() {
  trap '' INT TERM HUP
  local job
  for job in $(jobs -p); do kill -TERM -- "-$job" 2>/dev/null || true; done
  wait
  discard
}

discard() {
  local target
  awk -v work="$work/" 'index($2, work) == 1 {print $2}' /proc/self/mounts | sort -r | while read -r target; do
    umount -l "$target"
  done
  rm -rf --one-file-system "$work"
}

# The whole file tree of a builder; for one without packages of its own only what it adds.
root() {
  local name=$1 work=$2 PACKAGES
  # shellcheck source=/dev/null
  . "$here/$name/builder"
  if [ "$name" = base ]; then
    essential "$work/base" "$PACKAGES" "$work/debian.sources"
    add "$here/base/rootfs" "$work/base"
    ready "$work/base"
    return
  elif [ -n "$PACKAGES" ]; then
    more "$work/$name" "$PACKAGES" "$work/debian.sources"
    ready "$work/$name"
  else
    mkdir -p "$work/$name"
  fi
  [ ! -d "$here/$name/rootfs" ] || add "$here/$name/rootfs" "$work/$name"
  mkdir -p "$work/$name/usr/libexec/s2i"
  add "$here/$name/s2i" "$work/$name/usr/libexec/s2i"
  [ ! -x "$here/$name/prepare" ] || "$here/$name/prepare" "$work/$name"
  own "$work/$name"
}

# Readable by all, whatever umask the checkout was made with.
add() {
  tar -C "$1" --mode=go=u-w --owner=0 --group=0 --numeric-owner -cf - . | tar -C "$2" -xpf -
}

# A fresh tree has its /usr merged; the package that would merge it brings all of perl, so it stays out.
# shellcheck disable=SC2016
essential() {
  debian "$1" "$3" --variant=essential --include="$2" --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
    --setup-hook='mkdir -p "$1/etc/apt/preferences.d" &&
      printf "Package: usrmerge\nPin: release *\nPin-Priority: -1\n" >"$1/etc/apt/preferences.d/usrmerge"'
}

# The base, and these packages on it: a fraction of the time that all of it would take. apt is this machine's.
# shellcheck disable=SC2016
more() {
  BASE=$(layer base) PACKAGES=$2 debian "$1" "$3" --variant=custom --skip=check/empty \
    --setup-hook='tar -C "$1" -xpf "$BASE" &&
      mkdir -p "$1/var/cache/debconf" "$1/var/cache/apt/archives/partial" "$1/usr/share/man/man1"' \
    --customize-hook='APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get install --yes -o DPkg::Chroot-Directory="$1" \
      $(echo "$PACKAGES" | tr , " ")'
}

# debian DIRECTORY SOURCES OPTION...
debian() {
  mmdebstrap --mode=root --format=directory "${@:3}" --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/lintian/*' \
    --dpkgopt='path-exclude=/usr/share/bash-completion/*' '' "$1" "$2"
}

# No trace of this machine, and room for any uid of group 0.
ready() {
  local root=${1:?}
  rm -rf "$root"/etc/apt/sources.list* "$root"/etc/apt/preferences.d/* "$root"/etc/{resolv.conf,hostname,machine-id} "$root"/var/log/* \
    "$root"/var/cache/* "$root"/var/lib/apt/lists/* "${root:?}"/dev/* "$root"/etc/dpkg/dpkg.cfg.d/* "$root"/var/lib/dpkg/*-old
  mkdir -p "$root/opt/app-root/src" "$root/opt/app-root/bin" "$root/opt/app-root/cache"
  own "$root"
  chmod 0664 "$root/etc/passwd"
}

own() {
  [ -d "$1/opt/app-root" ] || return 0
  find "$1/opt/app-root" -type d -exec chmod 0775 {} +
  chown -R 1001:0 "$1/opt/app-root"
}

# What differs from the base by kind, rights, owner and, for files, size, time or link target.
pack() {
  local name=$1 work=$2 target
  target=$(layer "$name")
  listing "$work/$name" >"$work/$name.listing"
  if [ "$name" = base ]; then
    cp "$work/base.listing" "${target%.tar}.listing"
    cut -f 1 "$work/base.listing" >"$work/base.changed"
  else
    LC_ALL=C comm -13 "$(layer base | sed 's/tar$/listing/')" "$work/$name.listing" | cut -f 1 | with_parents >"$work/$name.changed"
  fi
  tar -cf "$work/$name.tar" -C "$work/$name" --no-recursion --numeric-owner -T "$work/$name.changed"
  sha256sum <"$work/$name.tar" | cut -d ' ' -f 1 >"${target%.tar}.sha256"
  mv "$work/$name.tar" "$target"
  say "made the $name layer, $(($(stat -c %s "$target") / 1000000)) MB"
}

# An engine gives rights of its own to a directory of which only the content is in a layer.
with_parents() {
  awk -F / '{ path = ""; for (i = 1; i <= NF; i++) { path = path (i > 1 ? "/" : "") $i; if (!seen[path]++) print path } }'
}

listing() {
  (cd "$1" && find . -mindepth 1 \( -type d -printf '%P\t%y %m %U:%G\n' -o -printf '%P\t%y %m %U:%G %s %Ts %l\n' \)) | LC_ALL=C sort
}

layer() {
  echo "$cache/$1-$(recipe "$1").tar"
}

digest() {
  local target
  target=$(layer "$1")
  echo "sha256:$(cat "${target%.tar}.sha256")"
}

made() {
  date -u -d "@$(stat -c %Y "$(layer "$1")")" +%Y-%m-%dT%H:%M:%SZ
}

recipe() {
  (cd "$here" && { cat make.sh; find -L base "$1" -type f -printf '%p %m\n' | LC_ALL=C sort; find -L base "$1" -type f -print0 \
    | LC_ALL=C sort -z | xargs -0 cat; release; }) | sha256sum | cut -c 1-16
}

tag() {
  # shellcheck source=/dev/null
  echo "slipway-$2/builder-$(NAME=$1 && . "$here/$1/builder" && echo "$NAME:$VERSION")"
}

release() {
  # shellcheck source=/dev/null
  (. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
}

# This machine's own sources of its own release; a foreign repository beside them stays out.
sources() {
  local suite file
  suite=$(release)
  for file in /etc/apt/sources.list.d/*.sources; do
    [ ! -f "$file" ] || awk -v RS= -v ORS='\n\n' "/(^|\n)Suites:[ \t]*$suite/" "$file"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -f "$file" ] || awk -v suite="$suite" '$1 == "deb" {
      options = ""; i = 2
      if ($2 ~ /^\[/) { while ($i !~ /\]$/) i++; i++ }
      if ($(i + 1) ~ "^" suite "(-|$)") {
        for (j = 2; j < i; j++) { gsub(/[\[\]]/, "", $j); if ($j ~ /^signed-by=/) options = "Signed-By: " substr($j, 11) "\n" }
        components = ""; for (j = i + 2; j <= NF; j++) components = components " " $j
        printf "Types: deb\nURIs: %s\nSuites: %s\nComponents:%s\n%s\n", $i, $(i + 1), components, options
      } }' "$file"
  done
}

say() {
  echo "builders: $*" >&2
}

fail() {
  say "$*"
  exit 1
}

main "$@"
