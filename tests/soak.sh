#!/usr/bin/env bash
# Runs two nodes on one Redis with three campaigns under honest and hostile traffic, and kills a node every two minutes and Redis once.
# At the end it prints a table, and fails if a promise broke. docs/contributing.md says which.
# usage: bash tests/soak.sh [minutes]   20 by default
set -euo pipefail
cd "$(dirname "$0")/.."
OFFER18_SOAK_MINUTES="${1:-20}" dotnet run --project tests/Offer18.Otp.AspNetCore.RedisTests -- -noLogo -explicit only -class "*SoakTests"
