# shellcheck shell=bash
# test: every test of the checkout, by Maven, in an environment that does not depend on the caller's.

verb_test() {
  is_checkout || fail "the tests are in a checkout of the sources, which this is not"
  need_packages busybox:busybox-static chromium:chromium
  unpack_registry
  need_jdk
  cd "$root" || exit
  # With one quick test: what runs tests is fetched here too, before two look for it at the same time.
  run_maven -T 2 install -Dtest=RestTest -Dsurefire.failIfNoSpecifiedTests=false || exit
  run_halves
}

# Debian's registry of images, for one story. It is not installed: as a service it would listen on all addresses from the
# next start of the machine on.
unpack_registry() {
  local target=$root/target/docker-registry
  [ ! -x "$target/usr/bin/docker-registry" ] || return 0
  say "fetching docker-registry"
  rm -rf "$target" && mkdir -p "$target"
  (
    cd "$target"
    apt_get download -qq docker-registry 2>/dev/null || { apt_get update -qq && apt_get download -qq docker-registry; }
    dpkg-deb -x docker-registry_*.deb .
  ) || fail "docker-registry cannot be fetched; run it yourself to see why: apt-get update && apt-get download docker-registry"
}

# Stories wait a lot, the modules' own tests compute: side by side both take little longer than the stories alone. What has
# installations of its own comes after the modules, so that both halves end at about the same time.
run_halves() {
  local modules stories code=0
  set -m
  run_modules &
  modules=$!
  run_maven verify -pl :distribution,:e2e -DexcludedGroups=apart &
  stories=$!
  set +m
  # shellcheck disable=SC2064
  trap "kill -- -$modules -$stories; wait; exit 130" INT TERM HUP
  wait "$modules" || code=$?
  wait "$stories" || code=$?
  exit "$code"
}

# Their lines come in one piece, among those of the stories.
run_modules() {
  local log=target/modules.log code=0
  mkdir -p target
  run_maven --fail-at-end verify -pl '!:distribution,!:e2e' >"$log" 2>&1 || code=$?
  run_apart >>"$log" 2>&1 || code=$?
  cat "$log"
  return "$code"
}

# The goal alone: what is compiled stays as it is while the other half runs on it.
run_apart() {
  run_maven org.apache.maven.plugins:maven-surefire-plugin:test@default-test -pl :e2e -Dgroups=apart -DfailIfNoTests=true \
    -DtempDir=surefire-apart
}

run_maven() {
  local variables=("HOME=$HOME" "PATH=$java_home/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8
    "JAVA_HOME=$java_home" "MAVEN_OPTS=${MAVEN_OPTS:--XX:TieredStopAtLevel=1 -XX:+UseSerialGC}" SLIPWAY_BUILD=no) name
  for name in CI TERM TMPDIR SLIPWAY_CACHE SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS GIT_SSL_CAINFO CURL_CA_BUNDLE; do
    [ -z "${!name:-}" ] || variables+=("$name=${!name}")
  done
  env -i "${variables[@]}" mvn -B -ntp "$@" </dev/null
}
