#!/bin/sh
# rsyslog.sh SOURCE BUILD [RECORDS] - syelogd forwards to a real rsyslog, which is killed twice.
#
# Exit codes: 0 nothing was lost, 1 something was, 77 there is no rsyslog to be had (a skip).
#
# rsyslogd is the one in PATH or else Debian's package, unpacked into BUILD and not installed. It
# runs as an ordinary process with a configuration of its own, on 127.0.0.1 only.
# queue.type="Direct": it writes a record to its file before it reads on. With the queue in memory
# that is usual, what it had read and not written would be lost when it is killed: it has ended the
# connection in order, so no sender can know.
set -u
source=$1 build=$2 records=${3:-100000} clients=4
run="$source/cmake/tools/wine-run"
folder=$(mktemp -d "${TMPDIR:-/tmp}/syelog-rsyslog.XXXXXX") || exit 1
collector='' daemon=''
cleanup() {
  [ -z "$collector" ] || kill -9 "$collector" 2>/dev/null
  [ -z "$daemon" ] || kill -9 "$daemon" 2>/dev/null
  rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

fail() { echo "FAILED: $*" >&2; cat "$folder"/*.err >&2; exit 1; }
skip() { echo "SKIPPED: $*"; exit 77; }
now() { date +%s%N | sed 's/......$//'; }  # milliseconds
# wait_for SECONDS COMMAND...: until it succeeds.
wait_for() {
  end=$(($(now) + $1 * 1000)); shift
  until "$@"; do [ "$(now)" -lt $end ] || return 1; sleep 0.02; done
}

# --- the program ------------------------------------------------------------------------------

find_rsyslog() {
  PATH=$PATH:/usr/sbin:/sbin
  if command -v rsyslogd >/dev/null; then
    rsyslogd=$(command -v rsyslogd) modules=''
    return
  fi
  root="$build/rsyslog"
  if [ ! -x "$root/usr/sbin/rsyslogd" ]; then
    command -v apt-get dpkg-deb >/dev/null ||
      skip "rsyslogd is not installed, and this is no Debian that has the package"
    mkdir -p "$root.packages" "$root" || exit 1
    (cd "$root.packages" && apt-get -qq download rsyslog libestr0 libfastjson4 liblognorm5) \
      >"$folder/apt.err" 2>&1 ||
      skip "rsyslogd is not installed, and its package cannot be fetched: $(tail -n 1 "$folder/apt.err")"
    for package in "$root.packages"/*.deb; do
      dpkg-deb -x "$package" "$root" || skip "$package cannot be unpacked"
    done
  fi
  rsyslogd="$root/usr/sbin/rsyslogd"
  modules=$(dirname "$(find "$root" -name imtcp.so | head -n 1)")
  LD_LIBRARY_PATH=$(dirname "$modules")
  export LD_LIBRARY_PATH
}
find_rsyslog
"$rsyslogd" -v >"$folder/version" 2>&1 || skip "$rsyslogd does not run: $(head -n 1 "$folder/version")"
head -n 1 "$folder/version"

# start_collector PORT NUMBER: writes out.NUMBER. PORT 0: a free one.
# A file per process: one that is killed may leave half a line at its end.
start_collector() {
  cat >"$folder/rsyslog.conf" <<END
global(workDirectory="$folder" maxMessageSize="64k")
main_queue(queue.type="Direct")
module(load="imtcp")
template(name="all" type="string" string="%rawmsg%\n")
input(type="imtcp" address="127.0.0.1" port="$1" listenPortFileName="$folder/port")
action(type="omfile" file="$folder/out.$2" template="all")
END
  rm -f "$folder/pid"
  "$rsyslogd" -n -f "$folder/rsyslog.conf" -i "$folder/pid" ${modules:+-M "$modules"} \
    >"$folder/rsyslog.$2.err" 2>&1 &
  collector=$!
}
kill_collector() {
  kill -9 "$collector"
  wait "$collector" 2>/dev/null
  collector=''
}
bytes_of() { stat -c %s "$@" 2>/dev/null | awk '{ sum += $1 } END { print sum + 0 }'; }
has_bytes() { [ "$(bytes_of "$1")" -ge "$2" ]; }
spool_is_empty() { [ "$(bytes_of "$folder"/spool/*.spool)" -eq 0 ]; }
# shellcheck disable=SC1003  # tr's way to write one backslash
windows() { echo "Z:$1" | tr / '\\'; }

# --- the run ----------------------------------------------------------------------------------

start_collector 0 1
wait_for 10 test -s "$folder/port" || fail "rsyslogd does not listen"
port=$(cat "$folder/port")
pipe="\\\\.\\pipe\\syelog.rsyslog.$$"
"$run" "$build/bin/syelogd.exe" --pipe "$pipe" --file "$(windows "$folder/log")" \
  --forward "127.0.0.1:$port" --spool "$(windows "$folder/spool")" \
  >"$folder/daemon.err" 2>&1 &
daemon=$!
is_up() { "$run" "$build/bin/syelog_load.exe" --pipe "$pipe" --records 0 2>"$folder/load.err"; }
wait_for 20 is_up || fail "syelogd does not come up"

each=$((records / clients))
loads=
started=$(now)
for client in $(seq $clients); do
  "$run" "$build/bin/syelog_load.exe" --pipe "$pipe" --id "$client" --records $each \
    --text-bytes 60 2>"$folder/load.$client.err" &
  loads="$loads $!"
done
# A record is some 250 bytes. Twice: killed when so much of them has come, back a moment later.
for part in 1 2; do
  wait_for 30 has_bytes "$folder/out.$part" $((records * 250 / 5)) ||
    fail "rsyslog has $(bytes_of "$folder/out.$part") bytes, and no more come"
  kill_collector
  sleep 0.2
  start_collector "$port" $((part + 1))
done
for load in $loads; do wait "$load" || fail "a client was not served"; done
wait_for 60 has_bytes "$folder/log" $((records * 60)) || fail "the log is not complete"
wait_for 60 spool_is_empty || fail "the spool still has $(bytes_of "$folder"/spool/*.spool) bytes"
ended=$(now)
"$run" "$build/bin/syelogd.exe" --pipe "$pipe" --stop 2>"$folder/stop.err" || fail "no stop"
wait "$daemon" || fail "syelogd has not stopped in order"
daemon=''
grep Forwarded "$folder/daemon.err" | tr -d '\r'

# --- the count --------------------------------------------------------------------------------

awk -v records="$records" '
  # Half a line at the end of a file does not match: its text has not all of its 60 bytes.
  match($0, /^<[0-9]+>1 .*\[meta sequenceId="[0-9]+"\]/) && length($0) > 60 {
    text = substr($0, length($0) - 59)
    if (text !~ /^client [0-9]+ record [0-9]+ x+$/) { others++; next }
    id = substr($0, index($0, "sequenceId=\"") + 12) + 0
    lines++
    if (id in text_of) {
      if (text_of[id] != text) wrong++
      twice++; twice_bytes += length($0)
      next
    }
    if (id < highest) disorder++
    highest = id
    text_of[id] = text
    if (seen[text]++) doubled++
    distinct++
  }
  END {
    printf "%d records, %d of them twice (%d bytes), %d other lines\n",
      distinct, twice, twice_bytes, others
    bad = 0
    if (distinct != records) { printf "lost: %d\n", records - distinct; bad = 1 }
    if (doubled > 0) { printf "under two sequenceIds: %d\n", doubled; bad = 1 }
    if (wrong > 0) { printf "two records under one sequenceId: %d\n", wrong; bad = 1 }
    if (disorder > 0) { printf "out of order: %d\n", disorder; bad = 1 }
    # Two segments of 1 MiB for each time the collector was killed.
    if (twice_bytes > 4 * 1048576) { print "more came twice than two segments each time"; bad = 1 }
    exit bad
  }' "$folder"/out.*
code=$?
echo "$((ended - started)) ms from the first client to the last confirmation"
[ $code -eq 0 ] || fail "see above"
