#!/bin/sh
# A dump of PostgreSQL a day, read again before it counts; old ones go. `backup.sh once` makes one and ends.
# Where it connects to: PGHOST, PGUSER, PGPASSWORD, PGDATABASE, as for all of PostgreSQL's tools.
set -eu

folder=${BACKUP_DIR:-/backups}
keep=${BACKUP_KEEP_DAYS:-14}
child='' part=''

dump() {
    name=shop-$(date +%Y-%m-%dT%H%M%S).dump
    umask 077
    # What a dump left that was killed at once, or lost its machine: half dumps would fill the disk one by one.
    find "$folder" -name 'shop-*.dump.part' -mtime +0 -delete
    part=$folder/$name.part
    pg_dump --format=custom --file="$part" &
    child=$! # in the background, so that a signal is heard meanwhile
    # Read from end to end: its list stands at the beginning, and a dump that is cut off has that as well.
    if wait "$child" && pg_restore --file=/dev/null "$part" && mv "$part" "$folder/$name"; then
        # Only after a good one, so that a database that cannot be dumped never costs the last good dump.
        find "$folder" -name 'shop-*.dump' -mtime "+$keep" -delete
        echo "$name: $(wc -c <"$folder/$name") bytes"
    else
        rm -f "$part"
        echo "no dump was made" >&2
        return 1
    fi
}

# Whoever is told to end leaves no half dump behind. $1: the exit status.
stop() {
    if [ -n "$child" ]; then kill "$child" 2>/dev/null && wait "$child" || true; fi
    if [ -n "$part" ]; then rm -f "$part"; fi
    exit "$1"
}

if [ "${1:-}" = once ]; then
    trap 'stop 1' TERM INT
    dump
    exit
fi
trap 'stop 0' TERM INT
while :; do
    dump || true
    sleep 86400 &
    child=$!
    wait "$child"
done
