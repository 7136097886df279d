# shellcheck shell=bash
# The program: built from the checkout when that is newer, then copied into the home, where unprivileged users can read it.

# Sets program to the directory that holds app, postgres, launcher and builders.
need_program() {
  need_built
  place_program "$built"
  make_current
}

# Sets built to the directory of what is installed.
need_built() {
  if is_checkout && [ "${SLIPWAY_BUILD:-}" != no ]; then build_program; fi
  built=$(built_program) || fail "there is no built program here; build it with: mvn install -DskipTests"
}

is_checkout() {
  [ -f "$root/pom.xml" ] && [ -d "$root/distribution" ]
}

built_program() {
  local candidate
  for candidate in "$root/distribution/target" "$root"; do
    [ -f "$candidate/app/slipway.jar" ] && echo "$candidate" && return
  done
  return 1
}

build_program() {
  ! fresh || return 0
  local started log
  started=$(date +%s)
  if [ -d "$home/logs" ]; then log=$home/logs/build.log; else log=$(mktemp); fi
  say "building the program (some minutes the first time)"
  (cd "$root" && JAVA_HOME=$java_home mvn -B -ntp install -DskipTests -Dspotless.check.skip) 2>&1 </dev/null | tee "$log" \
    | sed -un 's/^\[INFO\] Building \(Slipway.*\)/slipway:   \1/p' >&2 \
    || fail "the build failed:
$(grep '^\[ERROR\]' "$log" | head -n 15)
  (more: $log)"
  # Maven leaves alone what it finds up to date; this says from when on nothing changed.
  touch -d "@$started" "$root/distribution/target/slipway-built"
  say "built in $(seconds_since "$started")"
}

# Nothing that goes into the program is newer than it.
fresh() {
  local stamp=$root/distribution/target/app/slipway.jar mark=$root/distribution/target/slipway-built
  [ -f "$stamp" ] && ls "$root"/distribution/target/postgres/*.txz >/dev/null 2>&1 || return 1
  [ "$mark" -nt "$stamp" ] && stamp=$mark
  [ -z "$(find "$root" -name target -prune -o -name node_modules -prune -o -name .git -prune -o -path "$root/e2e" -prune \
    -o -path "$root/bench" -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$stamp" -print -quit)" ]
}

# Beside others; sets program, and placed: whether it was not there before.
place_program() {
  local built=$1
  placed=false
  program=$home/program/$(known_id "$built")
  [ ! -f "$program/complete" ] || return 0
  placed=true
  rm -rf "$program"
  mkdir -p "$program/launcher"
  cp -R "$built/app" "$built/postgres" "$program/"
  # An ahead-of-time cache is for jars of exactly these times: the same in every home.
  find "$program/app" -type f -exec touch -d @1700000000 {} +
  cp "$root"/launcher/{postgres,engine,supervisor,watch,certificate}.sh "$program/launcher/"
  # With their times, by which it is seen whether something changed, but as their own: root runs them.
  cp -R --preserve=timestamps "$root/builders" "$program/"
  chmod -R u=rwX,go=rX "$program"
  touch "$program/complete"
}

make_current() {
  ln -sfn "$(basename "$program")" "$home/program/current"
}

# The id that was found for files of just these names, sizes and times, without reading them again.
known_id() {
  local list id
  list=$(program_list "$1" | sha256sum | cut -d ' ' -f 1)
  id=$(sed -n "s/^$list //p" "$home/program/known" 2>/dev/null)
  [ -n "$id" ] || { id=$(program_id "$1") && echo "$list $id" >"$home/program/known"; }
  echo "$id"
}

program_list() {
  find "$1/app" "$1/postgres" "$root/builders" "$root"/launcher/{postgres,engine,supervisor,watch,certificate}.sh -type f -printf '%p %s %T@ %C@ %i\n' \
    | LC_ALL=C sort
}

program_id() {
  (cd "$1" && find app postgres "$root/builders" "$root"/launcher/{postgres,engine,supervisor,watch,certificate}.sh -type f -print0 | LC_ALL=C sort -z \
    | xargs -0 sha256sum) | sha256sum | cut -c 1-12
}

# Removes those before the current one, but for what a process still runs, such as a router that finishes requests.
retire_programs() {
  local old
  for old in "$home"/program/*/; do
    old=${old%/}
    case $old in "$program" | "$home/program/current") ;; *) retire_program "$old" ;; esac
  done
}

retire_program() {
  pgrep -f -- "$1/" >/dev/null || rm -rf "$1"
}

# The version of the program, installed or about to be.
program_version() {
  local jar
  for jar in "$home"/program/current/app/lib/dev.slipway.model-*.jar "$root"/app/lib/dev.slipway.model-*.jar; do
    [ -f "$jar" ] && jar=${jar##*/dev.slipway.model-} && echo "${jar%.jar}" && return
  done
  sed -n 's|^  <version>\(.*\)</version>.*|\1|p' "$root/pom.xml" 2>/dev/null | head -n 1
}
