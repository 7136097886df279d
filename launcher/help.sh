# shellcheck shell=bash
# One page for the whole, one per verb.

help() {
  case $1 in
    up) help_up ;;
    down) help_down ;;
    status) help_status ;;
    logs) help_logs ;;
    backup) help_backup ;;
    restore) help_restore ;;
    restart) help_restart ;;
    install) help_install ;;
    test) help_test ;;
    doctor) help_doctor ;;
    train) help_train ;;
    builders) help_builders ;;
    *) help_all ;;
  esac
}

help_all() {
  cat <<'HELP'
usage: ./slipway <verb> [options]

  up        set up what is missing and start Slipway
  down      stop it; --purge also removes its containers, networks, images and data
  status    say whether it runs; exit 0 only when ready
  logs      show what the processes wrote
  restart   start one process anew, in order
  install   write a unit for systemd
  backup    write all of it into one file, while it runs
  restore   make an installation of such a file, in an empty home
  test      run every test
  doctor    check what this machine needs and say how to mend it
  builders  list the builders, or make some before they are used
  train     make now what lets the processes start faster; `up` does it in the background

./slipway <verb> --help says more. Every verb takes --home DIR; the default is $SLIPWAY_HOME, else /var/lib/slipway for
root and ~/.slipway for others.
HELP
}

help_up() {
  cat <<'HELP'
usage: ./slipway up [--yes] [--detach] [--demo] [--port N] [--router-port N] [--listen ADDRESS] [--engine SOCKET]
                    [--domain NAME [--tls-cert FILE --tls-key FILE [--tls-port N]]] [--home DIR]

Finds a JDK 25, installs missing packages after asking, builds the program when run from a checkout, starts PostgreSQL,
a Docker Engine of its own and Slipway's three processes, prepares the builder images, and waits until all is ready.
Stays in the foreground until Ctrl-C, which stops all of it. A second `up` says that it runs and exits 0; with another
program than the one that runs it upgrades, while applications answer. The home must be new, empty, or one that an
earlier `up` made.

  --yes             install missing packages without asking
  --detach          return when ready
  --demo            also deploy a sample; the last line of standard output is its URL alone. If that fails the exit code is 1;
                    Slipway runs on with --detach, and ends without
  --port N          API and Git (8080); kept in the home for the next time, as are all below
  --router-port N   applications (8000)
  --listen ADDRESS  address both listen on (127.0.0.1); 0.0.0.0 opens them to the network
  --engine SOCKET   use this Docker Engine instead of an own one; `--engine own` goes back
  --domain NAME     the platform is at NAME, applications below apps.NAME, on port 80 of all addresses; `localhost` goes back
  --tls-cert FILE   with TLS, too, on port 443; PEM with the chain, for NAME and *.apps.NAME
  --tls-key FILE    its key; both are read again when they change
  --tls-port N      another port than 443
  --home DIR        where all state lives

Own settings go to <home>/config/custom.properties, which wins over what `up` writes.
SLIPWAY_BUILD=no starts the program as it was built last, whatever changed since.
SLIPWAY_DRILL=DIR is for drills that let processes die: docs/durability.md.
HELP
}

help_down() {
  cat <<'HELP'
usage: ./slipway down [--purge] [--home DIR]

Stops Slipway's processes, the instances it runs, its PostgreSQL and its Docker Engine. Data stays; `up` goes on from there.

  --purge     also remove all containers, networks, images, firewall rules and data of this home, and check that nothing is left
  --home DIR  which installation
HELP
}

help_status() {
  cat <<'HELP'
usage: ./slipway status [--json] [--home DIR]

Says whether Slipway is stopped, starting, ready or degraded. Exit 0 only when ready.

  --json      {"state","url","routerUrl","appsDomain","demoUrl","version","roles"}, in every state
  --home DIR  which installation
HELP
}

help_logs() {
  cat <<'HELP'
usage: ./slipway logs [platform|node|router|postgres|engine] [--follow] [--home DIR]

Shows the last 200 lines of one log, or the last 50 of each.

  --follow    go on showing what is written
  --home DIR  which installation
HELP
}

help_restart() {
  cat <<'HELP'
usage: ./slipway restart [platform|router|node|postgres] [--home DIR]

Ends one process in order and starts it again; without a name the platform, the router and the node, one after the
other. Applications go on answering. What was changed in <home>/config/custom.properties is read.

  --home DIR  which installation
HELP
}

help_install() {
  cat <<'HELP'
usage: ./slipway install [--print] [--uninstall] [--home DIR]

Writes a unit for systemd, so that Slipway starts and stops with the machine, and enables it. It starts the program as it
was built last, with the options kept in the home. `systemctl reload` replaces the processes while applications answer.

  --print      show the unit, change nothing
  --uninstall  remove the unit; what runs goes on
  --home DIR   which installation
HELP
}

help_backup() {
  cat <<'HELP'
usage: ./slipway backup FILE [--key-file KEY] [--home DIR]

Writes the installation into FILE while it runs: the database as it is at one moment, then repositories, build logs,
uploads, images of releases and settings. The key that seals secrets is not in it; it is written to FILE.key. Keep the
two in different places: FILE is of no use without the key, and the key opens the secrets in FILE. Nothing is written
over, and a backup that breaks off leaves no FILE.

  --key-file KEY  write the key here
  --home DIR      which installation

Exit 3: FILE is good, but the images of the releases named are not in it, for the node has not copied them yet.
HELP
}

help_restore() {
  cat <<'HELP'
usage: ./slipway restore FILE [--key-file KEY] [--yes] [--engine SOCKET] [--home DIR]

Makes an installation of a backup in a new or empty home; `./slipway up` then starts it. FILE is read and checked as a
whole before anything is changed: one that is damaged, foreign, made by a newer program or of another key is refused.
People, passwords, tokens, projects, applications with their releases, routes and repositories are as at the moment of
the backup; the password of the database, the node's credential and admin-token are new.

  --key-file KEY   the key of the backup (FILE.key)
  --yes            install missing packages without asking
  --engine SOCKET  as for `up`
  --home DIR       where it shall live
HELP
}

help_test() {
  cat <<'HELP'
usage: ./slipway test [--yes]

Runs every test of a checkout with Maven: the stories, and beside them those of the modules, whose lines follow in one piece.
The exit code is Maven's.

  --yes  install missing packages without asking
HELP
}

help_doctor() {
  cat <<'HELP'
usage: ./slipway doctor [--home DIR]

Checks what this machine needs, one line each, with the way to mend it. Exit 0 when nothing is missing.
HELP
}

help_builders() {
  cat <<'HELP'
usage: ./slipway builders [make NAME... | make --all | new NAME DIRECTORY] [--home DIR]

Lists the builders that come with this program: which are made, and which a build makes when it is the first that wants
one. That takes a minute or a few, and needs root once per machine; `make` does it ahead.

  make NAME...   make these now; `up` makes shell, static and nodejs, and makes anew what was made when its recipe changed
  make --all     make all of them
  new NAME DIR   begin a builder of your own in a new directory: scripts, Dockerfile, and a test that runs it under three user ids
  --home DIR     which installation, which must run
HELP
}

help_train() {
  cat <<'HELP'
usage: ./slipway train [--home DIR]

Makes the JDK's ahead-of-time caches for the installed program, one per process, by a short run of each in a home of its
own. Processes use them from their next start on. They lie in /var/cache/slipway/aot, for all installations of the machine;
those of the last three programs are kept. `up` starts this in the background once it is ready, unless SLIPWAY_TRAIN=no.
HELP
}
