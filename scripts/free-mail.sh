#!/usr/bin/env bash
# Renews the list of providers where anybody can have an e-mail address: src/Baton.Server/Accounts/free-mail.txt
#
#   scripts/free-mail.sh            from the version below
#   scripts/free-mail.sh 1.13.0     from another version of the npm package free-email-domains
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=${1-1.12.6}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

(cd "$folder" && npm pack --silent "free-email-domains@$version" >/dev/null && tar xzf ./*.tgz)
{
  echo "# Providers where anybody can have an e-mail address, one domain a line. Made by scripts/free-mail.sh; do not change it by hand."
  echo "#"
  echo "# Source: free-email-domains $version, https://github.com/Kikobeats/free-email-domains"
  sed 's/^/# /; s/ *$//' "$folder/package/LICENSE.md"
  node -p 'require(process.argv[1]).map(d => d.trim().toLowerCase()).filter(d => /^[a-z0-9.-]+\.[a-z0-9-]+$/.test(d)).sort().join("\n")' "$folder/package/domains.json" | LC_ALL=C sort -u
} >"$folder/list"
mv "$folder/list" "$here/src/Baton.Server/Accounts/free-mail.txt"
chmod 644 "$here/src/Baton.Server/Accounts/free-mail.txt"
