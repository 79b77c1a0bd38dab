# shellcheck shell=sh disable=SC2154  # wb's own variables
# grade.sh - the launcher's half of `./wb grade`, read by ./wb: it builds and runs what wb.exe has
# found, because a Win32 program cannot hold a Linux child. wb.exe makes the report of it.

# A header can keep a compiler busy for ever, or have it swallow all memory: per process.
compile_seconds=30 compile_data=3221225472 compile_file=536870912 compile_log=8388608

# What stands on the command line that this half needs; wb.exe has looked at all of it already.
read_grade_words() {
  grade_folder='' grade_limit=60 grade_jobs=$(nproc) grade_trust='' before=''
  for word; do
    case $before in
      --limit) grade_limit=$word before='' ; continue ;;
      --jobs) grade_jobs=$word before='' ; continue ;;
      --json | --junit | --html) before='' ; continue ;;
    esac
    before=$word
    case $word in
      --trust) grade_trust=yes ;;
      -*) ;;
      grade) [ -n "${seen_grade-}" ] && grade_folder=${grade_folder:-$word}; seen_grade=yes ;;
      *) grade_folder=${grade_folder:-$word} ;;
    esac
  done
  # As wb.exe writes it: without dots, and with its links.
  grade_folder=$(cd "$caller" && cd -L -- "$grade_folder" 2>/dev/null && pwd -L) || grade_folder=
}

# Links, pipes and devices look like plain files and folders under Wine: it must not open them. What
# has a name that Windows cannot have it does not show at all: those end with a slash. The last
# condition is met by names that are no UTF-8.
list_others() {
  [ -n "$grade_folder" ] || return 0 # wb.exe says what is wrong with it
  LC_ALL=C.UTF-8 find -P "$grade_folder" -mindepth 1 -maxdepth 16 \
    \( \( -name '*[<>:"|?*\\[:cntrl:]]*' -o -name '*.' -o -name '* ' -o ! -regex '.*' \) -printf '%p/\0' -prune \) \
    -o ! -type f ! -type d -print0 2>/dev/null | head -c 4194304 >"$grade/others.txt"
}

# bubblewrap, allowed to do its work, and a prefix whose Windows can be read.
need_sandbox() {
  prefix=${WINEPREFIX:-$root/out/wineprefix}
  # shellcheck disable=SC2034  # install_packages reads it
  command -v bwrap >/dev/null 2>&1 || { packages=bubblewrap missing=' bwrap'; install_packages; }
  # A fresh prefix writes its registry down half a minute after its first start.
  waited=0
  until [ -s "$prefix/system.reg" ] || [ $waited = 90 ]; do
    sleep 1
    waited=$((waited + 1))
  done
  cmake/tools/wine-sandbox --check "$prefix" >"$grade/sandbox.log" 2>&1 ||
    fail 3 "no sandbox can be made here (what bubblewrap said: $grade/sandbox.log); a container needs user namespaces for it. If you trust what was handed in: --trust." \
      "这里建不了沙箱（bubblewrap 的话：$grade/sandbox.log）；容器需要用户命名空间。如果你信任交上来的东西：--trust。"
}

# A log of any length, of which the beginning is kept.
compile() {
  # shellcheck disable=SC2086  # one target per word
  timeout --foreground $((300 + 60 * $#)) \
    prlimit --cpu=$compile_seconds --data=$compile_data --fsize=$compile_file --core=0 \
    ninja -C "$out" -k 0 "$@" 2>&1 </dev/null | { head -c $compile_log >"$build_log"; cat >/dev/null; }
}

# One text per lab: laid into its slot, built with the others, its program taken away. Nothing of the
# text before is left that could be mistaken for it.
build_round() {
  targets=
  while read -r _ key target slot name; do
    mkdir -p "$grade/slot/$slot"
    rm -rf "$out/bin/$target.exe" "$out/CMakeFiles/$target.dir"
    cp "$grade/work/$key/$name.hpp" "$grade/slot/$slot/$name.hpp" || fail_if_full
    targets="$targets $target"
  done <"$grade/round.txt"
  # shellcheck disable=SC2086
  compile $targets
  [ -z "$interrupted" ] || return
  while read -r _ key target slot name; do
    if [ -f "$out/bin/$target.exe" ]; then
      mv "$out/bin/$target.exe" "$grade/work/$key/program.exe"
    elif grep -q "^FAILED: .*$target" "$build_log"; then
      cp "$build_log" "$grade/work/$key/build.txt"
    else
      fail_if_full
      show_build_errors
      fail 3 "$target was not built, and not because of what was handed in; all of the output is in $build_log." \
        "$target 没有构建出来，而且不是交上来的东西的错；全部输出在 $build_log。"
    fi
  done <"$grade/round.txt"
}

build_all() {
  total=$(grep -c '' "$grade/plan.txt")
  built=0
  round=1
  while [ -z "$interrupted" ]; do
    grep "^$round " "$grade/plan.txt" >"$grade/round.txt" || break
    [ "$terminal" = 0 ] || printf '\r\033[K%s %s/%s ...' "$(either building 构建)" "$built" "$total"
    build_round
    built=$((built + $(grep -c '' "$grade/round.txt")))
    round=$((round + 1))
  done
  wipe
}

# Each in a sandbox of its own; says "[3/30]" after each.
judge_all() {
  number=0
  while read -r _ key _; do
    [ -f "$grade/work/$key/program.exe" ] || continue
    number=$((number + 1))
    printf '%s\0%s\0' "$root/$grade/work/$key" "$number"
  done <"$grade/plan.txt" >"$grade/run.txt"
  total=$(tr -cd '\0' <"$grade/run.txt" | wc -c)
  # shellcheck disable=SC2016  # the inner shell's
  xargs -0 -r -n 2 -P "$grade_jobs" sh -c '
    cmake/tools/wine-sandbox "$4" "$1" "$2" "$3" "$(($5 % 1000))"; echo' \
    one "$root/$out/bin" "$prefix" "$grade_limit" <"$grade/run.txt" |
    awk -v total=$((total / 2)) '{ print "[" NR "/" total "] "; fflush() }'
}

run_grade() {
  grade=$out/grade
  interrupted=
  read_grade_words "$@"
  mkdir -p "$grade/work" 2>/dev/null || fail 3 "cannot make the folder $grade/work." \
    "无法建立文件夹 $grade/work。"
  rm -f "$grade/plan.txt"
  list_others
  wb_exe "$@" --stage=find || exit
  # What was graded before ctrl+C is shown all the same, and kept.
  trap 'interrupted=yes' INT
  if [ -s "$grade/plan.txt" ]; then
    [ -n "$grade_trust" ] || need_sandbox
    build_all
    if [ -n "$interrupted" ]; then
      :
    elif [ -n "$grade_trust" ]; then
      wb_exe "$@" --stage=run
    else
      counted "$grade/run.log" judging judge_all
    fi
  fi
  trap '' INT
  runner "$@" --stage=report
  code=$?
  [ -z "$interrupted" ] || fail 130 'stopped; the same command goes on from here' '已停止；同一条命令会从这里继续'
  return $code
}
