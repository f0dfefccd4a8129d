#!/bin/bash
# Fill in Kannel's configuration from the environment, then run bearerbox and smsbox; when one ends, so does the other.
set -euo pipefail

template=${KANNEL_TEMPLATE:-/etc/kannel/template.conf}
export SPOOL=${SPOOL:-/var/spool/kannel}
export SMSC_CONF=${SMSC_CONF:-/etc/kannel/smsc.conf}
export SENDSMS_PORT=${SENDSMS_PORT:-13013}
export SENDSMS_INTERFACE=${SENDSMS_INTERFACE:-0.0.0.0}
config=${KANNEL_CONF:-/run/cunkou-kannel/kannel.conf}

mkdir -p "$SPOOL/store" "$SPOOL/reports"
umask 077
text=$(<"$template")
for name in $(grep -o '@[A-Z_]*@' "$template" | tr -d @ | sort -u); do
    if [ -z "${!name:-}" ]; then
        echo "$name is not set" >&2
        exit 2
    fi
    text=${text//"@$name@"/"${!name}"}
done
printf '%s\n' "$text" >"$config"

bearerbox=$(command -v bearerbox || echo /usr/sbin/bearerbox)
smsbox=$(command -v smsbox || echo /usr/sbin/smsbox)
"$bearerbox" "$config" &
bearer=$!
# smsbox gives up at once where bearerbox does not listen yet.
port=$(sed -n 's/^smsbox-port = //p' "$template")
for _ in {1..50}; do
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    kill -0 "$bearer" 2>/dev/null || break
    sleep 0.1
done
"$smsbox" "$config" &
boxes=("$bearer" $!)
trap 'kill "${boxes[@]}" 2>/dev/null || true' TERM INT
wait -n "${boxes[@]}" || status=$?
kill "${boxes[@]}" 2>/dev/null || true
wait
exit "${status:-0}"
