#!/bin/sh
# Runs Redis on 127.0.0.1:$PORT with the data in $DATA and the password $REDIS_PASSWORD; what follows is given to the server.
set -eu
here=$(dirname "$0")
. "$here/server.sh"
umask 077
install -d -m 700 "$DATA"
take_data

# From a file, because everybody may read a command line.
printf 'bind 127.0.0.1\nport %s\ndir "%s"\nrequirepass "%s"\nalways-show-logo no\n' "$PORT" "$DATA" "$REDIS_PASSWORD" >"$DATA/redis.conf"
unset REDIS_PASSWORD
serve --pdeathsig INT "$BIN/redis-server" "$DATA/redis.conf" "$@"
