#!/usr/bin/env bash
# Makes a site with each template of "dotnet new", adds the lines that our documents print, and walks through each in a browser: plain,
# published, below a path base and behind a TLS proxy, with script and without. Then it prints a table.
# tests/run.sh walks the four common templates in its long form. This makes, builds and walks nearly fifty sites.
# usage: bash tests/stranger.sh [names of sites, such as Web BlazorWasmAll; see Sites/StrangerSites.cs]      default: all
set -euo pipefail
cd "$(dirname "$0")/.."
project=tests/Offer18.Otp.AspNetCore.StrangerTests
export OFFER18_STRANGER="${*:-all}"

dotnet build "$project"
code=0
dotnet run --no-build --project "$project" -- -noLogo -class "*StrangerTests" || code=$?
cat "$project/bin/Debug/net10.0/stranger.md"
exit "$code"
