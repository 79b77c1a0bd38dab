# shellcheck shell=sh disable=SC2154  # wb's own variables
# bench.sh - the launcher's half of `./wb bench`, read by ./wb: where wineserver runs.

# The processor number $2 (a list, as taskset writes it) for the wineserver that serves us: its
# working folder is named after device and inode of the prefix. $1 is the prefix.
move_wineserver() {
  served=server-$(stat -c %D "$1")-$(printf %x "$(stat -c %i "$1")")
  for folder in /proc/[0-9]*; do
    case $(readlink "$folder/cwd" 2>/dev/null) in */"$served") ;; *) continue ;; esac
    taskset -acp "$2" "${folder#/proc/}" >/dev/null 2>&1
  done
}

# All that is measured shares one processor with wineserver: between two processors of a virtual
# machine a wake-up costs ten times as much, and drowns everything. --no-pin leaves it as it is.
run_bench() {
  prefix=${WINEPREFIX:-$root/out/wineprefix}
  allowed=$(taskset -cp $$ 2>/dev/null | sed 's/.*: //')
  first=${allowed%%[,-]*}
  case " $* " in *' --no-pin '*) first= ;; esac
  if [ -n "$first" ]; then
    taskset -cp "$first" $$ >/dev/null 2>&1
    move_wineserver "$prefix" "$first"
  fi
  runner "$@"
  code=$?
  [ -z "$first" ] || move_wineserver "$prefix" "$allowed"
  return "$code"
}
