#!/usr/bin/env bash
# Puts a regionlint into a folder of its own: the binary of a release, checked
# against its checksum, or else one that is built from source.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR
. "$here/commands.sh"

module=github.com/regionlint/regionlint/cmd/regionlint
release='^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$'

# wanted prints the release to use, or nothing for the source beside this script.
wanted() {
  local version=$INPUT_VERSION
  if [[ -z $version ]]; then
    [[ ! $ACTION_REF =~ $release ]] || printf '%s' "$ACTION_REF"
    return
  fi
  [[ $version != [0-9]* ]] || version=v$version
  [[ $version == latest || $version =~ $release ]] ||
    fail "version takes a release such as v0.1.0, or latest, not \"$INPUT_VERSION\""
  printf '%s' "$version"
}

# platform sets the name of the archive for this runner, and fails if there is none.
platform() {
  local os arch end
  case $RUNNER_OS in
    Linux) os=linux end=tar.gz ;;
    macOS) os=darwin end=tar.gz ;;
    Windows) os=windows end=zip ;;
    *) return 1 ;;
  esac
  case $RUNNER_ARCH in
    X64) arch=amd64 ;;
    ARM64) arch=arm64 ;;
    *) return 1 ;;
  esac
  archive=regionlint_${os}_$arch.$end
}

# download URL FILE gets a file. Addresses lead to TLS only, unless a mirror's begins
# with something else.
download() {
  local schemes='=https'
  case $INPUT_RELEASES in
    http://*) schemes='=http,https' ;;
    file://*) schemes='=file' ;;
  esac
  curl --fail --silent --show-error --location --proto "$schemes" --proto-redir "$schemes" \
    --retry 3 --connect-timeout 20 --max-time 300 --output "$2" -- "$1"
}

digest() {
  if command -v sha256sum >/dev/null; then
    sha256sum <"$1"
  else
    shasum -a 256 <"$1"
  fi | cut -c 1-64
}

# unpack writes the program that an archive holds. Nothing else of the archive
# touches the disk, so its other names do not matter.
unpack() {
  local unpacked=$folder/$program
  if [[ $archive == *.zip ]]; then
    unzip -p "$archive" "$program"
  else
    tar -xzOf "$archive" "$program"
  fi >"$unpacked" && [[ -s $unpacked ]] || fail "$archive holds no $program"
  chmod 755 "$unpacked"
}

# fetch VERSION makes a release's program out of what can be downloaded, and fails,
# having said why, if nothing can be. What is there but wrong ends the step: building
# something else in its place would hide it.
fetch() {
  local from=${INPUT_RELEASES%/} want got
  if ! platform; then
    tell notice "there is no binary for $RUNNER_OS on $RUNNER_ARCH; building regionlint from source"
    return 1
  fi
  if ! command -v curl >/dev/null; then
    tell notice 'there is no curl to download a release with; building regionlint from source'
    return 1
  fi
  if [[ $1 == latest ]]; then
    from=$from/latest/download
  else
    from=$from/download/$1
  fi
  if ! download "$from/checksums.txt" checksums.txt; then
    tell warning "no checksums at $from; building regionlint from source"
    return 1
  fi
  want=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' checksums.txt)
  if [[ -z $want ]]; then
    tell notice "$1 has no $archive; building regionlint from source"
    return 1
  fi
  if ! download "$from/$archive" "$archive"; then
    tell warning "$from/$archive could not be downloaded; building regionlint from source"
    return 1
  fi
  got=$(digest "$archive")
  [[ $got == "$want" ]] || fail "$archive is not what $from/checksums.txt says: its SHA-256 is $got, not $want"
  unpack
}

# build VERSION builds the program: without a version, or with the one that the
# action was asked for by, from the source that came with this script. What the job
# has set for builds of its own does not concern this one.
build() {
  unset GOOS GOARCH GOFLAGS
  export CGO_ENABLED=1 GOBIN=$folder
  if [[ -z $1 || $1 == "$ACTION_REF" ]]; then
    cd -- "$here/../.." && go install -buildvcs=false ./cmd/regionlint
  else
    go install "$module@$1"
  fi
}

[[ $INPUT_RELEASES == ?*://* ]] || fail "releases takes an address, not \"$INPUT_RELEASES\""
version=$(wanted) || {
  printf '%s\n' "$version" # what went wrong
  exit 2
}
temp=$RUNNER_TEMP
program=regionlint
if [[ $RUNNER_OS == Windows ]]; then
  temp=$(cygpath --mixed "$temp") # with slashes, which Go and bash both take
  program=regionlint.exe
fi
folder=$(mktemp -d "$temp/regionlint.XXXXXX")
cd -- "$folder"
if [[ -z $version ]] || ! fetch "$version"; then
  command -v go >/dev/null ||
    fail 'building regionlint needs Go 1.25 or newer and a C compiler; put actions/setup-go before this step, or ask for a release by version'
  (uncommanded build "$version") ||
    fail 'regionlint could not be built; the log says why. It needs Go 1.25 or newer and a C compiler'
fi
said=$("$folder/$program" version) || fail "$program does not run on this machine"
uncommanded printf '%s\n' "$said"
said=${said%%$'\n'*}
output version "${said#regionlint }"
output program "$folder/$program"
printf '%s\n' "$folder" >>"$GITHUB_PATH"
