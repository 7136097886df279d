# shellcheck shell=bash
# install: a unit for systemd, so that Slipway comes with the machine.

units=/etc/systemd/system

verb_install() {
  local name
  need_jdk
  name=$(unit_name)
  if [ "$print" = true ]; then unit && return; fi
  [ "$EUID" = 0 ] || fail "only root can install a unit: use sudo, or look at it with --print"
  if [ "$uninstall" = true ]; then uninstall_unit "$name" && return; fi
  may_be_home
  [ -d "$units" ] || fail "there is no $units: this machine has no systemd"
  unit >"$units/$name.new"
  mv "$units/$name.new" "$units/$name"
  systemd_runs || { say "wrote $units/$name; systemd does not run here, so it was not enabled" && return; }
  systemctl daemon-reload
  systemctl enable "$name" >&2
  say "Slipway at $home starts with the machine; start it now with: systemctl start ${name%.service}"
}

uninstall_unit() {
  [ -e "$units/$1" ] || { say "there is no $units/$1" && return; }
  ! systemd_runs || systemctl disable "$1" >&2
  rm "$units/$1"
  ! systemd_runs || systemctl daemon-reload
  say "removed $units/$1; what runs goes on until ./slipway down$(where_home)"
}

systemd_runs() {
  [ -d /run/systemd/system ] && found systemctl
}

# The home is in the name, so that installations stand side by side.
unit_name() {
  if [ "$home" = "$(default_home)" ]; then echo slipway.service; else echo "slipway${home//\//-}.service"; fi
}

# Slipway has supervisors of its own: the unit only starts and stops them. A reload replaces the processes while
# applications answer; instances are no processes of the unit, and nothing of it is killed by systemd.
unit() {
  cat <<UNIT
[Unit]
Description=Slipway at $home
After=network-online.target local-fs.target
Wants=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
Environment=JAVA_HOME=$java_home SLIPWAY_BUILD=no
ExecStart=$root/slipway up --yes --detach --home $home
ExecReload=$root/slipway restart --home $home
ExecStop=$root/slipway down --home $home
Restart=on-failure
RestartSec=10
TimeoutStartSec=15min
TimeoutStopSec=3min
KillMode=process
Delegate=yes
LimitNOFILE=1048576
LimitCORE=0
TasksMax=infinity

[Install]
WantedBy=multi-user.target
UNIT
}
