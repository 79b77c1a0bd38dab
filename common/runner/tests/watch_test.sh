#!/bin/bash
# watch_test.sh ROOT BUILD_FOLDER [CAPTURES] - watch mode as a learner has it: in a terminal (tmux),
# with keys, on a scratch workbook with the real launcher and wb.exe, and labs that are compiled.
# Nothing is waited for by time: each step waits until its words are on the screen. CAPTURES is a
# folder that keeps what was seen.
set -u
root=$1
programs=$2/bin
captures=${3:-}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/wb-watch.XXXXXX") || exit 1
export WINEPREFIX="${WINEPREFIX:-$root/out/wineprefix}"  # the one that is warm already
unset NO_COLOR WB_COLOR WB_BUILD_LOG TMUX
failures=0
lab=$scratch/labs/98-scratch/answer/answer.hpp

if ! command -v tmux >/dev/null; then
  echo 'SKIPPED: there is no tmux, and so no terminal to watch in'
  exit 77
fi
terminal() { tmux -S "$scratch/tmux" "$@"; }
trap 'terminal kill-server 2>/dev/null; rm -rf "$scratch"' EXIT

# ------------------------------------------------------------------------------------- the terminal

screen() { terminal capture-pane -p -t t -S - | sed -e 's/ *$//' -e '/./,$!d'; }
press() { terminal send-keys -t t "$@"; }
idle() { shows 'h hint  l list'; } # the line is wiped before a verdict and comes back after it
fresh() { # the next wait sees only what comes from now on
  [ "${1:-}" != idle ] || until_true 90 idle
  terminal send-keys -t t -R # pushes what is on the screen into the history
  terminal clear-history -t t
}
until_true() { # seconds, command...
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.05 # between two looks; the words on the screen decide
  done
}
shows() { screen | grep -qF -- "$1"; }
expect() { # what, text; seconds, for a machine that has much else to do
  if until_true "${3:-120}" shows "$2"; then
    echo "ok: $1"
  else
    echo "NOT OK: $1: '$2' never came; the screen:"
    screen | sed 's/^/    /'
    failures=$((failures + 1))
  fi
}
check() { # what, command...
  local what=$1
  shift
  if until_true 20 "$@"; then echo "ok: $what"; else echo "NOT OK: $what"; failures=$((failures + 1)); fi
}
keep() { [ -z "$captures" ] || screen >"$captures/$1.txt"; }

# Everything of ours: programs, compilers, the launcher and its readers.
ours() { pgrep -f -- "$(basename "$scratch")" | grep -vx "$(server_id)" | grep -vx "$$"; }
server_id() { terminal display-message -p '#{pid}'; }
none_left() { [ -z "$(ours)" ] && ! ls out/linux-wine/wb-watch.* >/dev/null 2>&1; }
runs() { pgrep -f -- "$(basename "$scratch").*$1" >/dev/null; }

start() { # arguments of ./wb
  fresh
  press "clear; ./wb $*; echo \"code \$? \$(stty -a | grep -o -- '-*icanon')\"" Enter
}
ended() { # what, code
  expect "$1" "code $2 icanon"
  check "$1: no process and no pipe is left" none_left
}

# ------------------------------------------------------------------------------- the scratch workbook

write() { printf '%s\n' "$1" >"$lab"; }
save_by_rename() {
  printf '%s\n' "$1" >"$lab~new"
  mv "$lab" "$lab~"
  mv "$lab~new" "$lab"
}
add_lab() { # id name
  local folder=$scratch/labs/98-scratch/$2
  mkdir -p "$folder" "$scratch/solutions/98-scratch/$2/alternatives"
  printf 'id: %s\ntitle: The %s\nminutes: 1\nverdict: L\ndiagnosis: wrong-answer\nhint1: Count.\nhint2: Add.\n' \
    "$1" "$2" >"$folder/lab.txt"
  echo 'int answer() { return 41; } // TODO 1: one more' >"$folder/$2.hpp"
  cp "$folder/$2.hpp" "$scratch/solutions/98-scratch/$2/delivered.hpp"
  printf 'int answer() { return 42; }\n\n// DISCUSSION\n//\n// Why 42?  It is one more.\n' \
    >"$scratch/solutions/98-scratch/$2/$2.hpp"
  printf '// ALTERNATIVE: counts\n// up to it.\n' >"$scratch/solutions/98-scratch/$2/alternatives/loop.hpp"
  cat >"$folder/judge.cpp" <<EOF
#include "$2.hpp"
#include <cstdio>
#include <cstdlib>
int main() {
    const bool right = answer() == 42;
    std::FILE* file = std::fopen(std::getenv("WORKBOOK_RESULT_FILE"), "wb");
    std::fputs("workbook-result 1\ntest\tLab.Test1\t", file);
    std::fputs(right ? "passed\t\t\nverdict\tpassed\t\n"
                     : "failed\twrong-answer\tFailed\\\\n[wrong-answer] too small\nverdict\twrong-answer\tLab.Test1\n", file);
    std::fclose(file);
    return right ? 0 : 1;
}
EOF
}

mkdir -p "$scratch/cmake" "$scratch/common/runner/words"
cp "$root/wb" "$root/CMakePresets.json" "$scratch"
cp -r "$root/cmake/toolchains" "$root/cmake/tools" "$scratch/cmake"
cp "$root/common/runner/words/"* "$scratch/common/runner/words"
mkdir "$scratch/common/runner/watch"
cp "$root/common/runner/watch/watch.sh" "$scratch/common/runner/watch"
add_lab L97 answer
add_lab L98 other
cat >"$scratch/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.25)
project(scratch LANGUAGES CXX)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "\${CMAKE_BINARY_DIR}/bin")
link_libraries(-static)
foreach(lab answer other)
  add_executable(lab_98_\${lab} labs/98-scratch/\${lab}/judge.cpp)
endforeach()
add_custom_target(wb COMMAND "\${CMAKE_COMMAND}" -E copy_if_different
  "$programs/wb.exe" "\${CMAKE_BINARY_DIR}/bin/wb.exe")
file(MAKE_DIRECTORY "\${CMAKE_BINARY_DIR}/bin")
EOF
cd "$scratch" || exit 1
terminal -f /dev/null new-session -d -s t -x 90 -y 40 -c "$scratch" 'exec env PS1="$ " bash --norc -i'

# ------------------------------------------------------------------------------------ what is tried

check 'without a terminal it says what it needs' \
  sh -c './wb watch </dev/null 2>&1 | grep -q "needs a terminal"'

start watch
expect 'it says which folder it watches' 'Watching labs/98-scratch/answer' 400 # configures first
expect 'the starter fails' 'Not passed: wrong-answer, in Test1'
press h
expect 'a key gives a hint' 'hint 1 of 3'
press s
expect 'the solution comes later' 'The solution comes after passing'
write 'int answer() { return 42; }'
expect 'a save builds and judges: passed' 'Passed  L97 The answer, at attempt 1'
expect 'the explanation follows' 'Why 42?  It is one more.'
press s
expect 'now the solution may be seen' 'counts up to it.'
press l
expect 'the list has a bar' '] 1 of 2 labs passed'
press n
expect 'n leads to the next lab' 'Watching labs/98-scratch/other'
expect 'which is judged' 'Not passed: wrong-answer, in Test1'
keep 1-failing-hint-passing-next
press q
ended 'q ends it' 0

fresh
start watch L97
expect 'a passed lab may be watched' 'Passed  L97'
fresh idle
save_by_rename 'int answer() { return 43; }'
expect 'a save by rename is seen' 'Not passed: wrong-answer'
check 'the folder holds what the editor left' test -e "$lab~"
fresh idle
: >"$lab~"
echo note >"${lab%/*}/note.txt"
write 'int answer() { return missing; }'
expect 'a compile error is shown' 'Does not compile'
check 'with the compiler'"'"'s words' shows "error: "
one_verdict() { [ "$(screen | grep -c 'The answer  ')" = 1 ]; }
check 'other files have built nothing' one_verdict
keep 2-rename-and-compile-error
fresh idle
write '#include <cstdlib>
int answer() { *static_cast<volatile int*>(nullptr) = 1; return 42; }'
expect 'a crash is a verdict' 'Crashed'
keep 3-crash

fresh idle
write 'int answer() { for (volatile int i = 0;; i = i + 1) {} }'
expect 'an endless loop runs' 'L97 running'
press h
expect 'keys work while it runs' 'hint 2 of 3'
press k
expect 'k stops it' 'L97 was stopped'
gone() { ! runs "$1"; }
check 'its program is gone' gone lab_98_answer
keep 4-endless-loop-stopped
fresh idle
write '#include <windows.h>
int answer() { Sleep(INFINITE); return 42; }'
expect 'a wait for ever runs' 'L97 running'
write 'int answer() { return 42; }'
expect 'a save ends it' 'Saved while it ran: judged anew.'
expect 'and judges anew' 'Passed  L97'
keep 5-endless-wait-saved-anew

press C-c
ended 'ctrl+C while it waits' 130

mkfifo "$scratch/slow"
write "#include \"$scratch/slow\""
start watch L97
expect 'a build runs' 'L97 building'
check 'a compiler has it' runs 'judge.cpp'
fresh
press k
expect 'k stops the build' 'The build was stopped'
check 'the compiler is gone' gone judge.cpp
press r
check 'r builds again' runs 'judge.cpp'
press C-c
ended 'ctrl+C while it builds' 130
keep 6-ctrl-c-in-a-build

write 'int answer() { for (volatile int i = 0;; i = i + 1) {} }'
start watch L97
expect 'an endless loop runs once more' 'L97 running'
press C-c
ended 'ctrl+C while a lab runs' 130
keep 7-ctrl-c-in-a-run

# The terminal is closed, and a kill that nobody can answer.
for how in HUP KILL; do
  start watch L97
  expect "it runs (before SIG$how)" 'L97 running'
  launcher=$(pgrep -o -f 'sh ./wb watch L97')
  fresh
  kill -s "$how" "$launcher"
  check "no process is left after SIG$how" none_left
done

echo "$failures failures"
[ "$failures" = 0 ]
