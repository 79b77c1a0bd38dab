#!/bin/bash
# grade_test.sh ROOT BUILD_FOLDER [all] - does `./wb grade` give each submission of grade/cases.txt its
# verdict, and does nobody else come to harm? Without `all` only those that are marked short.
# The class is put together from the workbook's solutions, mistakes and starters, and from grade/*.hpp.
set -u
root=$1
build=$2
wanted=${3-short}
here=$root/common/runner/tests/grade
class=$(mktemp -d "${TMPDIR:-/tmp}/wb-class.XXXXXX") || exit 1
trap 'rm -rf "$class"' EXIT
# A container may allow nobody to make a sandbox; then nothing that hostile is run.
user=--unshare-user
[ "$(id -u)" != 0 ] || user=
# shellcheck disable=SC2086  # an option, or nothing
if ! bwrap $user --unshare-pid --ro-bind / / --proc /proc true 2>/dev/null; then
  echo 'SKIPPED: bubblewrap is not installed, or no sandbox can be made here'
  exit 77
fi
unset NO_COLOR WB_COLOR WB_BUILD_LOG
export WB_PRESET=${build##*/}
failures=0

check() { # what, command...
  local what=$1
  shift
  if "$@"; then echo "ok: $what"; else echo "NOT OK: $what"; failures=$((failures + 1)); fi
}
trim() { sed 's/^ *//; s/ *$//' <<<"$1"; }

cases() { # name|lab|file|verdict|marks, without blanks around them; a * as verdict is looked up
  local name lab file rest verdict marks
  grep -v '^#' "$here/cases.txt" | while IFS= read -r line; do
    name=$(trim "${line%%|*}") line=${line#*|}
    lab=$(trim "${line%%|*}") line=${line#*|}
    file=$(trim "${line%%|*}") rest=${line#*|}
    marks=$(trim "${rest##*|}") verdict=$(trim "${rest%|*}")
    case $wanted:$marks in all:* | *short*short*) ;; *) continue ;; esac
    if [ "$verdict" = '*' ]; then
      verdict=$(sed -n 's/^\/\/ Caught by: .* as \([a-z0-9-]*\).*/\1/p' \
        "$root"/solutions/*/"$lab/mistakes/${file#*/}.hpp")
      case $verdict in hangs | crashes) ;; *) verdict="not passed: $verdict" ;; esac
    fi
    printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$lab" "$file" "$verdict" "$marks"
  done
}

hand_in() { # name lab file
  local folder chapter solution starter target
  starter=$(echo "$root"/labs/*/"$2/$2.hpp")
  chapter=$(basename "$(dirname "$(dirname "$starter")")")
  solution=$root/solutions/$chapter/$2
  folder="$class/$1/labs/$chapter/$2"
  target=$folder/$2.hpp
  mkdir -p "$folder"
  case $3 in
    starter) cp "$starter" "$target" ;;
    solution) cp "$solution/$2.hpp" "$target" ;;
    alternative/* | mistake/*) cp "$solution/${3%%/*}s/${3#*/}.hpp" "$target" ;;
    whole/*) cp "$here/${3#*/}.hpp" "$target" ;;
    with/*) cat "$here/${3#*/}.hpp" "$starter" >"$target" ;;
    empty) : >"$target" ;;
    nul) printf 'int a;\n\0\0\n' >"$target" ;;
    twice)
      mkdir -p "$class/$1/old" "$class/$1/new"
      cp "$solution/$2.hpp" "$class/$1/old"
      mv "$target" "$class/$1/new" 2>/dev/null || cp "$starter" "$class/$1/new"
      ;;
    link) ln -s "$solution/$2.hpp" "$target"; ln -s .. "$class/$1/round"; mkfifo "$class/$1/pipe.hpp" ;;
    tampered)
      cp "$solution/mistakes/gives_up.hpp" "$target"
      echo 'int main() { return 0; }' >"$folder/judge.cpp"
      echo 'message(FATAL_ERROR "never read")' >"$class/$1/CMakeLists.txt"
      ;;
  esac
}

# "name<TAB>verdict<TAB>look" of each submission, from what wb grade has printed.
verdicts() {
  awk '
    function out() { if (name != "") print name "\t" (word == "" ? "nothing" : word) "\t" look }
    /^[^ ].*  [0-9]+ of [0-9]+ passed$/ { out(); name = $0; sub(/  [0-9]+ of [0-9]+ passed$/, "", name); word = look = "" }
    /^  L[0-9][0-9]  / { word = $0; sub(/^  L[0-9][0-9]  [a-z0-9_]+ +/, "", word) }
    /^ +look at this one yourself/ { look = "look" }
    END { out() }' "$class.said"
}

cases >"$class.cases"
while IFS=$'\t' read -r name lab file _; do hand_in "$name" "$lab" "$file"; done <"$class.cases"
trap 'rm -rf "$class" "$class.cases" "$class.said" "$class.found" "$class.sum"' EXIT
(cd "$root" && find . -path ./out -prune -o -path ./.git -prune -o -type f -exec cksum {} +) >"$class.sum"

start=$(date +%s)
"$root/wb" grade "$class" --fresh --limit 15 --plain </dev/null >"$class.said" 2>&1
check 'wb grade ends well' test $? = 0
echo "graded in $(($(date +%s) - start)) s"
verdicts >"$class.found"

while IFS=$'\t' read -r name _ file verdict marks; do
  found=$(awk -F '\t' -v name="$name" '$1 == name { print $2 "\t" $3 }' "$class.found")
  look=
  case $marks in *look*) look=look ;; esac
  if grep -qxE "($verdict)" <<<"${found%%$'\t'*}" && [ "${found#*$'\t'}" = "$look" ]; then
    echo "ok: $name: ${found//$'\t'/ }"
  else
    echo "NOT OK: $name ($file): wanted $verdict $look, got ${found:-no line}"
    failures=$((failures + 1))
  fi
done <"$class.cases"

check 'a judge of its own is told' grep -q 'brought its own labs/01-threads/exit_code_259/judge.cpp' "$class.said"
check 'a build file, too' grep -q 'brought its own CMakeLists.txt' "$class.said"
check 'no file of the workbook has changed' cmp -s "$class.sum" <(cd "$root" &&
  find . -path ./out -prune -o -path ./.git -prune -o -type f -exec cksum {} +)
check 'no program is left' eval '! pgrep -f "[/\\\\]wb[/\\\\]program[/\\\\]program\.exe" >/dev/null'
# shellcheck disable=SC2034  # in the next check
page=$build/grade/class.html
# shellcheck disable=SC2016
check 'the page names everybody, and no markup of theirs' eval \
  'grep -q "O.Brien &amp; sons" "$page" && grep -q "&lt;b&gt;" "$page" && ! grep -q "<b>" "$page"'
again=$(date +%s)
"$root/wb" grade "$class" --limit 15 --plain </dev/null >"$class.again" 2>&1
# How much has to be built and run is said only where it is much.
check 'a second run says the same' cmp -s <(grep -v ' steps, ' "$class.said") \
  <(grep -v ' steps, ' "$class.again")
echo "again in $(($(date +%s) - again)) s"
rm -f "$class.again"

[ "$failures" = 0 ] || sed 's/^/    /' "$class.said"
echo "$failures failures"
[ "$failures" = 0 ]
