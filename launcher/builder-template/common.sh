# shellcheck shell=bash
# Where the engine is: SLIPWAY_HOME, else the home that Slipway takes by itself.

home=${SLIPWAY_HOME:-$([ "$EUID" = 0 ] && echo /var/lib/slipway || echo "$HOME/.slipway")}
[ -f "$home/installation" ] || { echo "there is no installation at $home: name its home in SLIPWAY_HOME" >&2; exit 1; }
installation=$(cat "$home/installation")
socket=$(sed -n 's/^engine=//p' "$home/options" 2>/dev/null | tail -n 1)
[ -S "$socket" ] || socket=$home/engine/docker.sock

engine() {
  docker -H "unix://$socket" "$@"
}

# make_image TAG INSTALLATION: the builder, from this directory; marked as of an installation, whose catalogue shows it.
make_image() {
  engine build --quiet --build-arg "BASE=slipway-$installation/builder-shell:1" --label "dev.slipway.installation=$2" --tag "$1" "$here"
}
