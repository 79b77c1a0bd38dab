#!/bin/bash
# plan_test.sh - does `wb test chNN` build every program that CTest runs for that chapter?
#   plan_test.sh ROOT BUILD_FOLDER
# What wb plans to build is asked of wb.exe, what that leads to of ninja, what is run of CTest.
set -u
export LC_ALL=C  # sort and comm have to agree
root=$1 build=$2
cd "$root" || exit 1
failures=0
chapters=0
for folder in chapters/[0-9]*; do
  number=${folder#chapters/}
  number=${number%%-*}
  plan=$(cmake/tools/wine-run "$build/bin/wb.exe" plan test "ch$number" </dev/null) || exit 1
  # shellcheck disable=SC2086  # one target per word
  built=$(ninja -C "$build" -t commands $plan | grep -o ' -o bin/[a-z0-9_]*\.exe' |
    sed 's|.*/||' | sort -u)
  needed=$(ctest --test-dir "$build" -N -V -R "^ch$number\\." | grep -o '[a-z0-9_]*\.exe' | sort -u)
  [ -n "$needed" ] || { echo "NOT OK: ch$number: CTest runs nothing"; failures=$((failures + 1)); }
  missing=$(comm -13 <(echo "$built") <(echo "$needed"))
  if [ -n "$missing" ]; then
    echo "NOT OK: wb test ch$number does not build: ${missing//$'\n'/ }"
    failures=$((failures + 1))
  fi
  chapters=$((chapters + 1))
done
echo "$chapters chapters, $failures failures"
[ "$failures" = 0 ]
