#!/bin/bash
# launcher_test.sh ROOT BUILD_FOLDER - does ./wb keep its promises? Each is tried on a scratch
# workbook: the real launcher and wb.exe, four labs of which one does not compile and one never
# ends. Bash, because it gives a background job a process group of its own, like a terminal does.
set -u -m
root=$1
programs=$2/bin
scratch=$(mktemp -d "${TMPDIR:-/tmp}/wb-launcher.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
export WINEPREFIX="${WINEPREFIX:-$root/out/wineprefix}"  # the one that is warm already
unset NO_COLOR WB_COLOR WB_BUILD_LOG
export WB_LANG=en  # whatever the system speaks
failures=0

# expect CODE "text that must be said" command...   (its output is in $scratch/said)
expect() {
  local code=$1 text=$2
  shift 2
  "$@" >"$scratch/said" 2>&1
  judge "$code" "$?" "$text" "$*"
}
judge() { # wanted code, code, text, what
  if [ "$1" = "$2" ] && grep -qF -- "$3" "$scratch/said"; then
    echo "ok: $4"
    return
  fi
  echo "NOT OK: $4: wanted code $1 and '$3', got code $2 and:"
  sed 's/^/    /' "$scratch/said"
  failures=$((failures + 1))
}
check() { # what, command...
  local what=$1
  shift
  if "$@"; then echo "ok: $what"; else echo "NOT OK: $what"; failures=$((failures + 1)); fi
}

card() { # id folder name [verdict]
  mkdir -p "$scratch/labs/$2/$3"
  printf 'id: %s\ntitle: %s\nminutes: 1\nverdict: %s\ndiagnosis: none\nhint1: Look.\n' \
    "$1" "$3" "${4:-L}" >"$scratch/labs/$2/$3/lab.txt"
  echo '// TODO 1: nothing' >"$scratch/labs/$2/$3/$3.hpp"
}

mkdir -p "$scratch/cmake" "$scratch/common/runner/words"
cp "$root/wb" "$root/CMakePresets.json" "$scratch"
cp -r "$root/cmake/toolchains" "$root/cmake/tools" "$scratch/cmake"
cp "$root/common/runner/words/"* "$scratch/common/runner/words"
mkdir "$scratch/common/runner/watch"
cp "$root/common/runner/watch/watch.sh" "$scratch/common/runner/watch"
card L95 97-explored explored E
card L96 98-scratch passes
card L97 98-scratch broken E
card L98 99-endless never_ends
explored=labs/97-explored/explored/lab.txt
for card in $explored labs/98-scratch/broken/lab.txt; do
  echo 'break: Test2_Breaks AB' >>"$scratch/$card"
done
echo 'int main() { return missing; }' >"$scratch/labs/98-scratch/broken/judge.cpp"
cat >"$scratch/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.25)
project(scratch LANGUAGES CXX)
enable_testing()
add_test(NAME ch98.ok COMMAND "\${CMAKE_COMMAND}" -E true)
add_test(NAME ch98.starter.broken COMMAND "\${CMAKE_COMMAND}" -E true)  # of yesterday's program
add_test(NAME ch98.lab.broken COMMAND "\${CMAKE_COMMAND}" -E false)
set_tests_properties(ch98.lab.broken PROPERTIES LABELS lab)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "\${CMAKE_BINARY_DIR}/bin")
add_executable(lab_98_broken labs/98-scratch/broken/judge.cpp)
function(copied name from)
  add_custom_target(\${name} ALL COMMAND "\${CMAKE_COMMAND}" -E copy_if_different
    "$programs/\${from}.exe" "\${CMAKE_BINARY_DIR}/bin/\${name}.exe")
endfunction()
copied(wb wb)
copied(lab_97_explored runner_fake_lab)
copied(lab_98_passes runner_fake_lab)
copied(lab_99_never_ends runner_fake_lab)
copied(syelogd runner_fake_lab)
copied(syelog_view runner_fake_lab)
add_executable(syelog_load EXCLUDE_FROM_ALL labs/98-scratch/broken/judge.cpp)
file(MAKE_DIRECTORY "\${CMAKE_BINARY_DIR}/bin")
EOF
cd "$scratch" || exit 1
exec </dev/null

expect 0 'wb check' ./wb --help
check '--help builds nothing' test ! -e out
expect 2 "there is no command 'frob'; \`./wb --help\` shows them." ./wb frob
expect 2 "there is no lab 'L99'" ./wb check L99
check 'nothing is built for a lab that is not there' test ! -e out/linux-wine/bin/lab_98_passes.exe

expect 1 "labs/98-scratch/broken/judge.cpp:1:" ./wb check L97
check 'the compiler speaks' grep -q "error: .*['‘]missing['’]" said
expect 1 '1 of 2 labs passed' ./wb check ch98
check 'progress.txt tells it' grep -q '^L96 passed 20' progress.txt

expect 2 'nothing to replay: `./wb check L95` comes first' ./wb replay L95
check 'attempts are counted' grep -q '^L96 attempts 1 ' progress.txt
expect 0 'L96 passes, at attempt 1' ./wb check L96
check 'the same text is the same attempt' grep -q '^L96 attempts 1 ' progress.txt
check 'a passed lab says where it is explained' grep -q '^Why    ./wb solution L96' said

expect 0 '] 1 of 4 labs passed' ./wb list
expect 0 'L98' ./wb list ENDLESS never
check 'a search shows nothing else' eval '! grep -q L96 said'
expect 2 "nothing is called 'frob'" ./wb list frob
expect 0 'Next   L95' ./wb next
expect 0 'Every lab of the fast track is passed.' ./wb next --fast
expect 2 '`./wb next` does not take' ./wb next L95
expect 2 'needs a terminal' ./wb watch
expect 2 "there is no option '--frob'" ./wb next --frob

explained=solutions/98-scratch/passes
mkdir -p "$explained/alternatives"
printf 'int x;\n\n// DISCUSSION\n//\n// Why?  So.\n' >"$explained/passes.hpp"
printf '// ALTERNATIVE: another way.\n' >"$explained/alternatives/other.hpp"
echo '// as delivered' >"$explained/delivered.hpp"
expect 0 '  Why?  So.' ./wb solution L96
check 'and names the other ways' grep -q 'another way' said
expect 2 'L95 is not passed yet; `./wb hint L95` helps' ./wb solution L95
expect 0 'solutions/97-explored/explored/explored.hpp' ./wb solution L95 --give-up
check 'giving up is written down' grep -q '^L95 gave-up 20' progress.txt
expect 0 'solved' ./wb solution L95

expect 0 'labs/98-scratch/passes/passes.hpp is as delivered again' ./wb reset L96
check 'the text is as delivered' grep -qx '// as delivered' labs/98-scratch/passes/passes.hpp
check 'what was there is saved' grep -q TODO saved/L96-passes/*.hpp
check 'the lab is open again' eval '! grep -q "^L96 passed" progress.txt'
check 'its attempts still count' grep -q '^L96 attempts 1 ' progress.txt
expect 0 'L96 is as delivered already.' ./wb reset L96
expect 2 'say so: `./wb reset all --yes`' ./wb reset all
expect 3 'is missing: it holds L95 as delivered' ./wb reset all --yes
expect 2 '`./wb reset` needs a lab' ./wb reset

expect 2 'L96 has no schedules to replay' ./wb replay L96
expect 1 '   1  ▸ reads…' ./wb check L95
check 'a check tells how to replay' grep -q '^Again  ./wb replay L95' said
expect 1 '   1  > reads~' ./wb check L95 --plain
expect 1 'Repeated on real threads' ./wb replay L95
expect 1 'Not repeated: the schedule does not fit this code' ./wb replay L95 7f3c-AB
expect 0 'Nothing goes wrong under this schedule' ./wb replay L95 7f3c-A
expect 2 'no test of L95 has the schedule 0000-A' ./wb replay L95 0000-A

zh() { env -u WB_LANG -u LC_ALL -u LC_MESSAGES -u LANG "$@"; }
echo 'lost-node: 结点没有了。' >"${explored%/*}/verdicts.zh.txt"
expect 1 '未通过：lost-node' zh WB_LANG=zh ./wb check L95
check 'the Chinese sentence' grep -qx '  结点没有了。' said
check 'the English one under it' grep -qx '  原文：one is lost' said
expect 1 '结点没有了。' zh ./wb --zh check L95
expect 1 '结点没有了。' zh LC_ALL=zh_CN.UTF-8 LANG=C ./wb check L95
expect 1 '结点没有了。' zh LC_MESSAGES=zh_CN LANG=en_GB.UTF-8 ./wb check L95
expect 1 'Not passed: lost-node' zh LANG=zh_CN.UTF-8 WB_LANG=en ./wb check L95
expect 1 'Not passed: lost-node' zh LC_ALL=C LANG=zh_CN.UTF-8 ./wb check L95
expect 2 "WB_LANG is 'fr'; it may be en or zh" zh WB_LANG=fr ./wb check L95
expect 2 '没有实验“L99”；`./wb list` 列出都有什么。' zh WB_LANG=zh ./wb check L99
expect 2 '没有选项“-x”' zh ./wb check L95 -x --zh
expect 2 '`./wb watch` 需要终端' zh LANG=zh_CN.UTF-8 ./wb watch
expect 0 'Win32 线程练习册' zh ./wb --help --zh
mv common/runner/words/messages.zh.txt aside
expect 2 "there is no lab 'L99'" zh WB_LANG=zh ./wb check L99
mv aside common/runner/words/messages.zh.txt
echo garbage >"${explored%/*}/verdicts.zh.txt"
expect 1 "verdicts.zh.txt:1：这里应当是“键: 值”。" zh WB_LANG=zh ./wb check L95
check 'the verdict is there all the same' grep -q '未通过：lost-node' said
rm "${explored%/*}/verdicts.zh.txt"

expect 0 'L95' ./wb break
expect 0 'If nobody interrupts anybody: aAbB' ./wb break L95
check 'the task says how many letters are enough' grep -q 'breaks with 2 letters' said
expect 0 'BROKEN: lost-node' ./wb break L95 ab
check 'with its letters' grep -q '^Turns: aAbB' said
expect 0 '   A  > reads~' ./wb break L95 AB --plain
expect 1 'HOLDS: Test2_Breaks passes under AA' ./wb break L95 AA
expect 1 'Letter 1, C, found no step' ./wb break L95 C
expect 1 'it calls' ./wb break L95 R
expect 1 'Does not compile' ./wb break L97 AB
expect 2 'L96 has no break stage' ./wb break L96
expect 2 "'A1' are no letters of threads" ./wb break L95 A1
expect 2 "there is no lab 'L99'" ./wb break L99 AB
cp "$explored" card.txt
sed -i 's/^break: .*/break: Test2_Breaks/' "$explored"
expect 3 "$explored:7: 'break' looks like Test2_TwoThreadsPush ABBA" ./wb break L95 AB
mv card.txt "$explored"

expect 1 '1 passed, 1 failed, 0 skipped' ./wb test
check 'its last line is the count' test "$(tail -n 1 said)" = '1 passed, 1 failed, 0 skipped'
check 'it shows what does not build' grep -q 'lab_98_broken (does not build)' said

expect 0 './wb syelog NAME --help' ./wb syelog --help
expect 2 "there is no syelog program 'frob'" ./wb syelog frob
expect 17 '[a  b]["q"][][x\][--help][--plain]' ./wb syelog view 'a  b' '"q"' '' 'x\' --help --plain
check 'stderr is there, too' grep -q '^on stderr' said
expect 17 'through stdin' sh -c 'echo through stdin | ./wb --plain syelog view'
expect 1 'the program does not build' ./wb syelog load
mkdir elsewhere
expect 17 '[x]' sh -c 'cd elsewhere && ../wb syelog view x 2>err && echo no; code=$?; cat err; exit $code'
check 'the two outputs stay apart' grep -q '^on stderr' elsewhere/err

# Ctrl+C stops a program in order: it ends in its own time, and its exit code is the launcher's.
./wb syelog daemon >said 2>&1 &
launcher=$!
for _ in $(seq 100); do
  grep -q serving said && break
  sleep 0.1
done
kill -INT -- "-$launcher"
wait "$launcher"
judge 18 "$?" 'stopped in order' 'ctrl+C to a program that runs until then'
check 'and leaves no program behind' eval '! pgrep -f "$(basename "$scratch").*[/\\]syelogd\.exe"'

printf '# empty\n' >progress.txt
chmod a-w progress.txt
expect 0 'the progress is not recorded' ./wb check L96
check 'a read-only progress.txt is left alone' grep -qx '# empty' progress.txt
chmod u+w progress.txt
echo garbage >progress.txt
expect 0 'progress.txt.bad' ./wb list

echo 'this is no ninja file' >out/linux-wine/build.ninja
expect 0 'L96' ./wb list
rm -rf out/linux-wine/wb-build.log
mkdir out/linux-wine/wb-build.log  # a log that cannot be written, even by root
expect 3 'cannot write out/linux-wine/wb-build.log' ./wb list
rmdir out/linux-wine/wb-build.log

# Ctrl+C in the middle of a lab that never ends.
ours() { pgrep -f "$(basename "$scratch").*\.exe" >/dev/null; }
./wb check L98 >said 2>&1 &
launcher=$!
for _ in $(seq 100); do
  pgrep -f 'lab_99_never_ends\.exe' >/dev/null && break
  sleep 0.1
done
kill -INT -- "-$launcher"
wait "$launcher"
judge 130 "$?" 'stopped' 'ctrl+C'
for _ in $(seq 50); do
  ours || break
  sleep 0.1
done
check 'ctrl+C leaves no program behind' eval '! ours'

# Wine's services outlive the program that starts them. They must keep nothing of its caller's open,
# for a reader waits until all have let go: here it has fd 4, as the launcher has.
mkdir fake
printf '#!/bin/sh\nexit 0\n' >fake/wine
printf '#!/bin/sh\nsleep 60 &\necho $! >"$WINEPREFIX/services"\n' >fake/wineserver
chmod +x fake/wine fake/wineserver
reader() {
  PATH="$PWD/fake:$PATH" WINEPREFIX="$PWD/fake" timeout 20 \
    sh -c '{ cmake/tools/wine-run wb.exe 4>&1 >/dev/null; } | cat'
}
check 'who reads does not wait for the services' reader
check 'the services are still there' kill "$(cat fake/services)"

echo "$failures failures"
[ "$failures" = 0 ]
