# shellcheck shell=bash
# The JDK: 25 or newer, with a compiler.

# Sets java_home or says how to get one.
need_jdk() {
  java_home=$(find_jdk) || fail "no JDK 25 found in JAVA_HOME, PATH or /usr/lib/jvm: install one (for example Eclipse Temurin 25) and set JAVA_HOME to it"
}

find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/*25* /usr/lib/jvm/*; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] && [ "$(jdk_major "$candidate")" -ge 25 ] || continue
    realpath "$candidate"
    return
  done
  return 1
}

jdk_on_path() {
  local java
  java=$(command -v java) && dirname "$(dirname "$(realpath "$java")")"
}

jdk_major() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null | grep . || echo 0
}
