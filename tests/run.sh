#!/usr/bin/env bash
# Runs every test, and ends with one line, whatever fails: N passed, N failed, N skipped.
# usage: bash tests/run.sh [arguments for "dotnet test"]
set -euo pipefail

log=/dev/null
count() { awk -v name="$1:" '$1 == name { n = $2 } END { print n + 0 }' "$log"; }
finish() {
  local code=$? passed failed skipped
  passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
  # What fails before or beside the tests is a failure, too.
  if [ "$code" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  if [ "$log" != /dev/null ]; then rm -f "$log"; fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  exit "$code"
}
trap finish EXIT

cd "$(dirname "$0")/.."

# Playwright drives Debian's Chromium, and the Noto fonts draw its Chinese and Arabic.
missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
command -v chromium >/dev/null || missing+=(chromium)
if [ "${#missing[@]}" -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-noto-cjk fonts-noto-core
fi

dotnet restore --locked-mode
dotnet build --no-restore

log=$(mktemp)
dotnet test --no-build --no-progress --no-ansi --max-parallel-test-modules 1 "$@" 2>&1 | tee "$log"
