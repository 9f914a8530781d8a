#!/usr/bin/env bash
# Installs Chromium where it is missing and this user may. What is wrong goes to standard error, in one line.
set -euo pipefail

for program in chromium chromium-browser google-chrome; do
  if command -v "$program" >/dev/null; then exit 0; fi
done
if ! command -v apt-get >/dev/null; then
  echo 'Chromium is not installed, and there is no apt-get to install it with.' >&2
  exit 1
fi
root=()
if ((EUID != 0)); then root=(sudo -n); fi
echo 'Installing Chromium …' >&2
install=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium)
if ! { "${install[@]}" || { "${root[@]}" apt-get update -qq && "${install[@]}"; }; } >/dev/null 2>&1; then
  echo 'Chromium is not installed, and this user cannot install it: apt-get install chromium' >&2
  exit 1
fi
