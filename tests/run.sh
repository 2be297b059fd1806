#!/usr/bin/env bash
# Runs every test, and ends with one line: N passed, N failed, N skipped.
# usage: bash tests/run.sh [arguments for "dotnet test"]
set -euo pipefail
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
trap 'rm -f "$log"' EXIT
code=0
dotnet test --no-build --no-progress --no-ansi "$@" 2>&1 | tee "$log" || code=$?

count() { awk -v name="$1:" '$1 == name { n = $2 } END { print n + 0 }' "$log"; }
printf '%d passed, %d failed, %d skipped\n' "$(count succeeded)" "$(count failed)" "$(count skipped)"
exit "$code"
