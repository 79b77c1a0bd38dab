#!/bin/sh
# requests.sh - which requests to wineserver a record costs, by name.
#
#     bench/syelog/requests.sh out/linux-wine/bin plain 4        row, clients
#
# bench_syelog counts what wineserver writes: one answer per request, and wake-ups besides. This
# shows the requests themselves, as wineserver tells them (-d). They are counted in a run with many
# records and in one with twice as many: the difference has neither starts nor ends of processes in
# it. A wineserver that tells is slower, so there is more time for records to come together, or less:
# take the figures for what they are made of, and those of bench_syelog for how many there are.
# Ends all Wine programs of the workbook's prefix, before and afterwards.
set -eu
bin=$1 row=$2 clients=${3:-1} records=${4:-8000}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
: "${WINEPREFIX:=$root/out/wineprefix}"
export WINEPREFIX
trace=$(mktemp)
trap 'wineserver -k || true; rm -f "$trace"*' EXIT

count() {
  wineserver -k 2>/dev/null || true
  wineserver -f -d >"$trace" 2>&1 &
  sleep 1
  taskset -c 0 "$root/cmake/tools/wine-run" "$bin/bench_syelog.exe" --rows "$row" \
    --clients "$clients" --rounds 1 --records "$1" >"$trace.out"
  grep -q VOID "$trace.out" && { cat "$trace.out"; exit 1; }
  wineserver -k || true
  wait
  # "0024: write( async={...}, ... )"; the answers are "0024: write() = 0 { ... }"
  sed -n 's/^[0-9a-f]\{4,\}: \([a-z_0-9]*\)( .*/\1/p' "$trace" | sort | uniq -c | sort -k2
}

count "$records" >"$trace.1"
count $((2 * records)) >"$trace.2"
# The rows that are cheap are measured with ten times the records.
case $row in batched | ring) records=$((records * 10)) ;; esac
echo "requests per record: $row, $clients clients"
join -1 2 -2 2 -a 2 -e 0 -o 0,1.1,2.1 "$trace.1" "$trace.2" |
  awk -v n="$records" '{ d = ($3 - $2) / n; sum += d; if (d > 0.002) printf "  %-28s %7.3f\n", $1, d }
    END { printf "  %-28s %7.3f\n", "all", sum }'
