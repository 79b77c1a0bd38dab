#!/bin/sh
# pages_test.sh TEMPLATES LIBRARY SCRATCH [PAGE] - the pages in headless Chromium, or one of them.
# Exit codes: 0 all is well, 1 something is not, 77 it cannot be tried here (a skip).
set -u
here=$(cd -- "$(dirname -- "$0")" && pwd)
skip() { echo "SKIPPED: $*"; exit 77; }

command -v node >/dev/null || skip "node is not installed (package nodejs)"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
  skip "Chromium is not installed (package chromium)"
[ -e "$2/d3.min.js" ] && [ -e "$2/plot.min.js" ] ||
  skip "the pages were built without charts: $(cat "$2/state.txt" 2>/dev/null || echo 'build workbook_pages first')"
axe=$2/node_modules/axe-core/axe.min.js
[ -e "$axe" ] || skip "axe-core is not there: npm has not installed it (is npm there, and a network?)"

rm -rf "$3" && mkdir -p "$3" || exit 1
exec node "$here/pages_test.mjs" --templates "$1" --scratch "$3" --chromium "$chromium" --axe "$axe" ${4:+--only "$4"}
