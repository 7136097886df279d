# shellcheck shell=bash
# The demo: the shell sample, pushed as project "demo", application "hello", as a member would do it.

deploy_demo() {
  local application url
  say "deploying the demo"
  create_unless_there /projects '{"name":"demo","displayName":"Demo"}'
  create_unless_there /projects/demo/applications '{"name":"hello","source":{"push":{}}}'
  application=$(api GET /projects/demo/applications/hello) || fail "the demo application cannot be read: $application"
  push_sample "$(jq -r .gitUrl <<<"$application")"
  url=$(jq -r .url <<<"$application")
  within 120 demo_answers "$url" || fail "the demo does not answer at $url: $(demo_cause)"
  echo "$url" >"$home/demo-url"
}

create_unless_there() {
  local answer
  answer=$(api POST "$1" "$2" 2>/dev/null) || [ "$(jq -r .code <<<"$answer" 2>/dev/null)" = NAME_TAKEN ] || fail "POST $1 was refused: $answer"
}

# The commit depends on the sample alone, so pushing it again builds nothing.
push_sample() {
  local work token
  token=$(admin_token) || fail "the administrator's token cannot be read"
  work=$(mktemp -d)
  cp -R "$root/e2e/samples/shell/." "$work/"
  (
    cd "$work"
    export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0
    export GIT_AUTHOR_NAME=Slipway GIT_AUTHOR_EMAIL=demo@slipway.invalid GIT_AUTHOR_DATE=2026-01-01T00:00:00Z
    export GIT_COMMITTER_NAME=Slipway GIT_COMMITTER_EMAIL=demo@slipway.invalid GIT_COMMITTER_DATE=2026-01-01T00:00:00Z
    # By environment, not by argument: a process list shows arguments.
    export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraHeader
    GIT_CONFIG_VALUE_0="Authorization: Basic $(printf 'admin:%s' "$token" | base64 -w 0)"
    export GIT_CONFIG_VALUE_0
    git init -q -b main && git add . && git commit -q -m "The shell sample" && git push -q --force "$1" main
  ) >&2 || { rm -rf "$work" && fail "git push of the demo failed"; }
  rm -rf "$work"
}

# The domain resolves in browsers and curl, not in every resolver: ask the router by the host's name.
demo_answers() {
  local host=${1#*://}
  curl -sf --max-time 5 -o /dev/null -H "Host: ${host%%/*}" "http://$(local_address):$router_port/"
}

demo_cause() {
  api GET /projects/demo/applications/hello/status 2>&1 | jq -rc '[.state, .cause.message, .next] | map(. // empty) | join("; ")' 2>/dev/null \
    || echo "its status cannot be read"
}
