# shellcheck shell=sh disable=SC2154  # wb's own variables
# watch.sh - the launcher's half of `./wb watch`, read by ./wb.
#
# Watch mode is wb.exe's, but under Wine it has neither the terminal nor a way to wait for a build.
# So we stay and serve it:
#   keys go into its stdin as they are pressed;
#   its stderr tells us what to do: "@build 3 lab_01_x", "@stop" (that build), "@bye" (let go of its
#   stdin, it is done); a line without @ is for the reader;
#   an answer goes into its stdin, too: the byte 0xFF, which no keyboard makes, "built 3 0" (the
#   number and the exit code), and a line feed.
# wb.exe and each build have a session of their own: ctrl+C reaches us alone, and we end the rest in
# order. After a kill -9 the reader of the keys sees that we are gone: it is the last to hold the
# pipe, so wb.exe ends with it.
run_watch() {
  terminal_settings=$(stty -g) || fail 3 "the terminal's settings cannot be read (stty -g)." \
    "读不到终端的设置（stty -g）。"
  program='' screen='' keys='' builder='' building=''
  trap 'stop_watch 130' INT
  trap 'stop_watch 143' TERM HUP
  pipe=$out/wb-watch.$$
  rm -f "$pipe".* # of a watch that had our number and could not tidy up
  mkfifo "$pipe.input" "$pipe.requests" "$pipe.screen" || fail 3 "cannot make pipes in $out." \
    "无法在 $out 里建立管道。"
  # Open for both, so that nobody's start or end is the end of a pipe.
  exec 7<>"$pipe.requests" 8<>"$pipe.input" 9<&0
  { cat <"$pipe.screen"; echo @ended >&7; } 8>&- 9<&- &
  screen=$!
  WB_WATCH=launcher WORKBOOK_WINE_STDERR=live setsid cmake/tools/wine-run "$root/$out/bin/wb.exe" \
    "$@" <"$pipe.input" >"$pipe.screen" 2>&7 7<&- 8>&- 9<&- &
  program=$!
  # A read comes back empty after two seconds, so that the reader can look whether we are there.
  stty -icanon -echo susp undef min 0 time 20
  read_keys &
  keys=$!
  serve_watch
}

read_keys() {
  reading=
  trap '[ -z "$reading" ] || kill "$reading" 2>/dev/null; exit' TERM
  while kill -0 "$$" 2>/dev/null && [ -t 9 ]; do
    cat <&9 >&8 2>/dev/null 7<&- &
    reading=$!
    wait "$reading"
  done
  # The terminal is gone, or we are.
  kill -s HUP "$$" 2>/dev/null || tidy_up_watch
}

serve_watch() {
  while :; do
    IFS= read -r line <&7 || continue
    case $line in
      '@build '*)
        line=${line#* }
        build_for_watch "${line%% *}" "${line#* }"
        ;;
      @stop) stop_build ;;
      @bye) stop_keys ;;
      @ended) break ;;
      *) wipe; printf '%s\n' "$line" >&2 ;;
    esac
  done
  stop_build
  stop_keys
  wait_for "$program"
  code=$?
  tidy_up_watch
  exit "$code"
}

build_for_watch() { # number target
  building=$1
  (
    ninja=
    trap '[ -z "$ninja" ] || kill "$ninja" 2>/dev/null' TERM
    setsid ninja -C "$out" -k 0 "$2" >"$build_log" 2>&1 </dev/null 7<&- 8>&- 9<&- &
    ninja=$!
    wait_for "$ninja"
    printf '\377built %s %s\n' "$1" "$?" >&8
  ) 9<&- &
  builder=$!
}

stop_build() {
  [ -n "$builder" ] || return
  kill "$builder" 2>/dev/null
  wait_for "$builder" || printf '\377built %s 143\n' "$building" >&8 # ended before it could say so
  builder=
}

# The end of wb.exe's stdin: it stops its lab and ends.
stop_keys() {
  [ -n "$keys" ] || return
  kill "$keys" 2>/dev/null
  wait_for "$keys"
  keys=
  exec 8>&-
}

# shellcheck disable=SC2317  # called by the traps
stop_watch() { # exit code
  trap '' INT TERM HUP
  [ -z "$program" ] || printf q >&8 # first, or it would tell of the build that ends now
  stop_build
  stop_keys
  if [ -n "$program" ]; then
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
      kill -0 "$program" 2>/dev/null || break
      sleep 0.1
    done
    kill -s KILL -- "-$program" 2>/dev/null
    wait_for "$program"
  fi
  [ -z "$screen" ] || wait_for "$screen"
  tidy_up_watch
  wipe
  stopped
  exit "$1"
}

tidy_up_watch() {
  stty "$terminal_settings" <&9 2>/dev/null
  rm -f "$pipe".*
}
