#!/usr/bin/env bash
# Builds what a release consists of, into dist. Needs Go, Python, git and, on macOS,
# Apple's compiler; on other systems the binaries for macOS are left out.
#
# Usage: .github/release/build.sh [--snapshot]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

goreleaser_version=v2.16.0
cyclonedx_gomod_version=v1.10.0
ziglang_version=0.17.1

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools/python"
"$tools/python/bin/pip" install --quiet --disable-pip-version-check "ziglang==$ziglang_version"
GOBIN=$tools/bin go install "github.com/goreleaser/goreleaser/v2@$goreleaser_version"
GOBIN=$tools/bin go install "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@$cyclonedx_gomod_version"
export PATH=$tools/bin:$tools/python/bin:$PATH

goreleaser check
# One build at a time: each of them uses all there is.
goreleaser release --clean --parallelism 1 "$@"
version=$(python3 -c 'import json; print(json.load(open("dist/metadata.json"))["version"])')
python3 .github/release/wheels.py "$version" dist
(cd dist && shasum -a 256 ./*.whl | sed 's|\./||' >>checksums.txt && cat checksums.txt)
