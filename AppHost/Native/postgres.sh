#!/bin/sh
# Runs PostgreSQL on 127.0.0.1:$PORT with the data in $DATA; what follows is given to the server. Made first, if there are none, with the
# superuser $POSTGRES_USER and $POSTGRES_PASSWORD. The server refuses to be root, so for root it is the user postgres of its package.
set -eu
here=$(dirname "$0")
. "$here/server.sh"
as='' owner=''
if [ "$(id -u)" = 0 ]; then as='--reuid=postgres --regid=postgres --init-groups' owner='-o postgres -g postgres'; fi
umask 077
# shellcheck disable=SC2086
install -d -m 700 $owner "$DATA"
take_data

# Made beside their place and moved there when they are whole: an initdb that was cut short leaves nothing that looks like data.
if [ ! -s "$DATA/data/PG_VERSION" ]; then
  # shellcheck disable=SC2086
  setpriv $as sh -ec '
    cd "$DATA"; rm -rf new; printf "%s\n" "$POSTGRES_PASSWORD" >password
    "$BIN/initdb" -D new -U "$POSTGRES_USER" --pwfile=password --auth=scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    rm password; mv new data'
fi

unset POSTGRES_PASSWORD
# shellcheck disable=SC2086
serve $as --pdeathsig INT "$BIN/postgres" -D "$DATA/data" -c listen_addresses=127.0.0.1 -c port="$PORT" -c unix_socket_directories= "$@"
