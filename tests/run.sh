#!/usr/bin/env bash
# Runs the tests, and ends with one line, whatever fails: N passed, N failed, N skipped.
# usage: bash tests/run.sh [--long] [arguments for "dotnet test"]
#   --long  runs what is slow by nature, too: the tests with the trait Category=Long. CI=true does as well.
set -euo pipefail

form=short
if [ "${CI:-}" = true ]; then form=long; fi
if [ "${1:-}" = --long ]; then
  form=long
  shift
fi

log=/dev/null
count() { awk -v name="$1:" '$1 == name { n = $2 } END { print n + 0 }' "$log"; }
finish() {
  local code=$? passed failed skipped
  passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
  # What fails before or beside the tests is a failure, too.
  if [ "$code" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  if [ "$log" != /dev/null ]; then rm -f "$log"; fi
  if [ "$form" = short ]; then echo 'Left out: what is slow by nature. It runs with --long, and in CI.'; fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  exit "$code"
}
trap finish EXIT

cd "$(dirname "$0")/.."

# Playwright drives Debian's Chromium, best of all the one without windows; the Noto fonts draw its Chinese and Arabic. WebKit has a driver
# of its own and needs a display; Firefox needs neither.
missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
command -v chromium-headless-shell chromium >/dev/null || missing+=(chromium-headless-shell)
command -v WebKitWebDriver >/dev/null || missing+=(webkit2gtk-driver)
command -v Xvfb >/dev/null || missing+=(xvfb)
command -v firefox-esr >/dev/null || missing+=(firefox-esr)
# Native AOT links with clang or gcc, against the C library.
if [ "$form" = long ] && ! { command -v clang gcc && [ -e /usr/include/stdio.h ]; } >/dev/null; then missing+=(gcc libc6-dev); fi
if [ "${#missing[@]}" -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-noto-cjk fonts-noto-core
fi

dotnet restore --locked-mode
dotnet build --no-restore

# tests/soak.sh runs the soak.
filter=(--filter-not-class '*.SoakTests')
if [ "$form" = short ]; then filter+=(--filter-not-trait Category=Long); fi
log=$(mktemp)
dotnet test --no-build --no-progress --no-ansi --max-parallel-test-modules 1 "${filter[@]}" "$@" 2>&1 | tee "$log"
