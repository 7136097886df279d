# shellcheck shell=bash
# An upgrade: another program takes over from the one that runs, one process after the other, while applications answer.

# Whether what is built here is another program than the one that runs. Sets built.
another_program() {
  need_built
  [ "$(known_id "$built")" != "$(basename "$program")" ]
}

upgrade() {
  local started old=$program
  started=$(date +%s)
  may_use_schema "$built"
  place_program "$built"
  check_postgres
  say "upgrading from $(basename "$old") to $(basename "$program"); applications go on answering"
  cp -p "$home/config/slipway.properties" "$home/config/slipway.properties.old"
  write_settings
  if ! (replace_processes); then go_back "$old"; fi
  rm -f "$home/config/slipway.properties.old"
  # Last, so that an upgrade that breaks off is gone on with by the next `up`.
  make_current
  keep_schema
  retire_programs
  say "upgraded in $(seconds_since "$started")"
}

# The platform first: it knows what the node of the program before says, not the other way round. What runs this program
# already stays.
replace_processes() {
  is_current platform || replace_role platform
  await platform 120 platform_ready
  is_current router || replace_router
  await router 60 router_ready
  need_builders
  is_current node || replace_role node
  await node 90 node_ready
  stop_role watch
  start_watch
}

is_current() {
  process_runs "$1" && [[ ${words[*]} = *"$program/"* ]]
}

# Programs up to 0.1.0 hand over no router: visitors are refused until the next one listens.
replace_router() {
  if knows_succession "$program" && knows_succession "$(program_of router)"; then
    replace_role router
  else
    stop_role router
    start_role router
  fi
}

knows_succession() {
  grep -q successor "$1/launcher/supervisor.sh" 2>/dev/null
}

program_of() {
  tr '\0' '\n' <"/proc/$(number_of "$1.pid")/cmdline" | sed -nE 's#/(app/(slipway|router|node)|quarkus-app/quarkus-run)\.jar$##p'
}

# The schema was only expanded, so the program before works on it.
go_back() {
  local failed=$program
  say "the new program does not become ready; going back to the old one"
  program=$1
  mv "$home/config/slipway.properties.old" "$home/config/slipway.properties"
  replace_processes
  retire_program "$failed"
  fail "the new program was not taken: the reason stands above; the old one serves as before"
}

check_postgres() {
  [ ! -d "$home/postgres/data" ] || "$program/launcher/postgres.sh" check "$home/postgres" || refuse_program
}

refuse_program() {
  [ "$placed" = false ] || retire_program "$program"
  fail "the data of $home stays as it was, and what runs goes on running"
}

# may_use_schema DIRECTORY: refuses a program older than the one that made what is in the home.
may_use_schema() {
  local have
  have=$(schema_of "$1")
  [ "$have" -ge "$(kept schema 0)" ] || fail "$home was used by a newer program (schema $(kept schema), this one knows $have): \
start that program, or restore a backup made before"
}

keep_schema() {
  schema_of "$program" >"$home/schema.new" && mv "$home/schema.new" "$home/schema"
}

# The number of the newest migration in a program; a jar names its files in the clear.
schema_of() {
  grep -aohE 'db/migration/V[0-9]+__' "$1"/app/lib/dev.slipway.db-migrations-*.jar | grep -oE '[0-9]+' | sort -n | tail -n 1
}
