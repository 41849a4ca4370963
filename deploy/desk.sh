#!/usr/bin/env bash
# Serves the desk on a SQLite copy of the fleet's archive, and takes a new copy every so often: docs/fleet.md, "Containers".
#   ZONENEWS_ARCHIVE     the fleet's archive
#   ZONENEWS_DESK        the folder of the copy; it is there as long as the next one is not whole
#   ZONENEWS_DESK_EVERY  seconds between two copies; where one fails, it is tried again after five minutes
#   ZONENEWS_FILES       where the fleet keeps pictures and attachments: the desk shows these, and copies none
#   ZONENEWS_DESK_PORT   where the desk answers
# What it is given is handed to `zonenews serve`: --host, --allow-host.
set -euo pipefail

: "${ZONENEWS_ARCHIVE:?name the archive of the fleet}"
folder=${ZONENEWS_DESK:-/var/lib/zonenews/desk}
every=${ZONENEWS_DESK_EVERY:-3600}
soon=$((every < 300 ? every : 300))
port=${ZONENEWS_DESK_PORT:-8001}
served=

stop_serving() {
    [ -z "$served" ] || { kill "$served" 2>/dev/null && wait "$served" || true; }
    served=
}

stop() {
    stop_serving
    jobs -p | xargs -r kill 2>/dev/null || true
    exit 0
}

# The archive as it is at one moment: some site of a fleet is always being crawled
take_copy() {
    python -m zonenews copy --one-moment --no-files "$ZONENEWS_ARCHIVE" "$folder/next.db" >/dev/null &
    wait $! && return
    echo "desk: no new copy was taken; the next try is in $soon seconds" >&2
    rm -f "$folder"/next.db*
    return 1
}

show_copy() {
    stop_serving
    rm -f "$folder"/zonenews.db-*
    mv "$folder/next.db" "$folder/zonenews.db"
    rm -f "$folder"/next.db-*
}

link_files() {
    local database=${ZONENEWS_ARCHIVE%%\?*}
    [ -z "${ZONENEWS_FILES:-}" ] || ln -sfn "$ZONENEWS_FILES/${database##*/}.files" "$folder/zonenews.db.files"
}

trap stop TERM INT
link_files
while true; do
    pause=$soon
    if take_copy; then
        pause=$every
        show_copy
    fi
    if [ -z "$served" ] && [ -e "$folder/zonenews.db" ]; then
        python -m zonenews serve --archive "$folder/zonenews.db" --port "$port" "$@" &
        served=$!
    fi
    sleep "$pause" &
    wait -n ${served:+"$served"} $! || true
    [ -z "$served" ] || kill -0 "$served" 2>/dev/null || { echo "desk: the server has ended" >&2; exit 1; }
done
