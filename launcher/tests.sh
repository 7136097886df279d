# shellcheck shell=bash
# test: every test of the checkout, by Maven, in an environment that does not depend on the caller's.

verb_test() {
  is_checkout || fail "the tests are in a checkout of the sources, which this is not"
  need_packages busybox:busybox-static chromium:chromium
  need_jdk
  cd "$root" || exit
  local variables=("HOME=$HOME" "PATH=$java_home/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8
    "JAVA_HOME=$java_home" SLIPWAY_BUILD=no) name
  for name in CI TERM TMPDIR MAVEN_OPTS SLIPWAY_CACHE SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS GIT_SSL_CAINFO CURL_CA_BUNDLE; do
    [ -z "${!name:-}" ] || variables+=("$name=${!name}")
  done
  # What needs the engine and what needs only the database take turns at waiting.
  exec env -i "${variables[@]}" mvn -B -ntp -T 2 verify </dev/null
}
