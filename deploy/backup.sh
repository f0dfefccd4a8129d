#!/bin/sh
# A dump of PostgreSQL a day, read again before it counts; old ones go. `backup.sh once` makes one and ends.
# Where it connects to: PGHOST, PGUSER, PGPASSWORD, PGDATABASE, as for all of PostgreSQL's tools.
set -eu

folder=${BACKUP_DIR:-/backups}
keep=${BACKUP_KEEP_DAYS:-14}

dump() {
    name=shop-$(date +%Y-%m-%dT%H%M%S).dump
    umask 077
    if pg_dump --format=custom --file="$folder/$name.part" && pg_restore --list "$folder/$name.part" >/dev/null; then
        mv "$folder/$name.part" "$folder/$name"
        # Only after a good one, so that a database that cannot be dumped never costs the last good dump.
        find "$folder" -name 'shop-*.dump' -mtime "+$keep" -delete
        echo "$name: $(wc -c <"$folder/$name") bytes"
    else
        rm -f "$folder/$name.part"
        echo "no dump was made" >&2
        return 1
    fi
}

if [ "${1:-}" = once ]; then
    dump
    exit
fi
trap 'exit 0' TERM INT
while :; do
    dump || true
    sleep 86400 &
    wait $!
done
