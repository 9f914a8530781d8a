#!/usr/bin/env bash
# A PostgreSQL server to throw away, for tests and benchmarks. It listens on a socket in its own folder, and on nothing else.
#
#   scripts/postgres.sh install          install PostgreSQL where it is missing and this user may
#   scripts/postgres.sh start <folder>   start a server whose files are in <folder>, new or stopped, and print its connection string
#   scripts/postgres.sh stop <folder>    stop it as a power cut would
#   scripts/postgres.sh remove <folder>  stop it and delete <folder>
#
# What is wrong goes to standard error, in one line.
set -euo pipefail

# The folder of initdb and pg_ctl: of the newest version, for Debian keeps them off the PATH.
programs() {
  local newest
  newest=$(find /usr/lib/postgresql -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  if [[ -n $newest ]]; then
    dirname "$newest"
  elif command -v initdb pg_ctl >/dev/null; then
    dirname "$(command -v initdb)"
  else
    return 1
  fi
}

# PostgreSQL refuses to run as root.
as_owner() {
  if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi
}

install_postgres() {
  if programs >/dev/null; then return; fi
  if ! command -v apt-get >/dev/null; then
    echo 'PostgreSQL is not installed, and there is no apt-get to install it with.' >&2
    return 1
  fi
  local root=()
  if ((EUID != 0)); then root=(sudo -n); fi
  echo 'Installing PostgreSQL …' >&2
  if ! { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql ||
    { "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql; }; } >/dev/null 2>&1; then
    echo 'PostgreSQL is not installed, and this user cannot install it: apt-get install postgresql' >&2
    return 1
  fi
  programs >/dev/null
}

start() {
  local folder=$1 bin
  if ! bin=$(programs); then
    echo 'PostgreSQL is not installed.' >&2
    return 1
  fi
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd)
  if ((EUID == 0)); then chown postgres "$folder"; fi
  cd "$folder"
  if [[ ! -e data/PG_VERSION ]]; then
    if ! as_owner "$bin/initdb" --pgdata data --username baton --auth trust --encoding UTF8 --locale C >initdb.log 2>&1; then
      echo "PostgreSQL cannot be set up in $folder: $(tail -n 1 initdb.log)" >&2
      return 1
    fi
    as_owner tee -a data/postgresql.conf >/dev/null <<EOF
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 400
shared_buffers = 128MB
deadlock_timeout = 100ms
EOF
  fi
  if ! as_owner "$bin/pg_ctl" --pgdata data --log "$folder/server.log" --wait --silent start </dev/null >pg_ctl.log 2>&1; then
    echo "PostgreSQL does not start in $folder: $(tail -n 1 server.log 2>/dev/null || tail -n 1 pg_ctl.log)" >&2
    return 1
  fi
  echo "Host=$folder;Username=baton;Database=postgres"
}

stop() {
  local bin
  bin=$(programs)
  cd "$1"
  as_owner "$bin/pg_ctl" --pgdata data --wait --silent --mode immediate stop </dev/null >/dev/null 2>&1
}

remove() {
  if [[ -e $1/data/postmaster.pid ]]; then (stop "$1") || true; fi
  rm -rf "$1"
}

case ${1-} in
  install) install_postgres ;;
  start) start "$2" ;;
  stop) stop "$2" ;;
  remove) remove "$2" ;;
  *)
    sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
