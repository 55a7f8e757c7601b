# Read by postgres.sh and redis.sh: keeps two servers off one directory, and ends a server as its own documentation asks.

# take_data: holds $DATA for as long as this shell, or a server it started, lives.
take_data() {
  exec 9>"$DATA/lock"
  flock -n 9 && return
  echo "The data in $DATA are in use by an earlier run; waiting up to 20 s for it to end." >&2
  flock -w 20 9 || { echo "The data in $DATA are still in use. End the run that uses them, then start again." >&2; exit 75; }
}

# serve COMMAND...: stays its parent. SIGINT is a fast and clean stop for both servers; it also comes when this shell is killed.
serve() {
  setpriv "$@" &
  server=$!
  trap 'kill -INT $server 2>/dev/null' TERM INT HUP
  while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
  exit "${code:-1}"
}
