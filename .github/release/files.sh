#!/usr/bin/env bash
# Writes the files that an archive holds beside the program: completions for shells
# and the man page.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rm -rf .release
mkdir -p .release/completions .release/man
go build -o .release/regionlint ./cmd/regionlint
for shell in bash zsh fish powershell; do
  .release/regionlint completion "$shell" >".release/completions/regionlint.$shell"
done
.release/regionlint man >.release/man/regionlint.1
rm .release/regionlint
