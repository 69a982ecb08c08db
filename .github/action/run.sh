#!/usr/bin/env bash
# Runs regionlint as the inputs say, and makes annotations, a summary and outputs of
# what it finds.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname -- "${BASH_SOURCE[0]}")/commands.sh"

arguments=(--output-format github)

# file FORMAT PATH has the report written to a file, too. The flag takes a list with
# commas, so a value is put in quotes as in CSV.
file() {
  local value=$1=$2 quote='"'
  arguments+=(--output-format "$quote${value//$quote/$quote$quote}$quote")
}

# lines TEXT appends the lines of a text to the arguments, without empty ones.
lines() {
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    [[ -z $line ]] || arguments+=("$line")
  done <<<"$1"
}

# absolute PATH prints a path of the workspace as it is from anywhere.
absolute() {
  case $1 in
    /* | \\* | [A-Za-z]:*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$GITHUB_WORKSPACE" "$1" ;;
  esac
}

# number NAME prints a number of the summary that the report in JSON ends with.
number() {
  local summary=${report##*'"summary"'} pattern="\"$1\": *([0-9]+)"
  [[ ${summary%%\}*} =~ $pattern ]] && printf '%s' "${BASH_REMATCH[1]}"
}

output exit-code 2 # until there is another
case $INPUT_FIX in
  false | '') ;;
  true) arguments+=(--fix) ;;
  unsafe) arguments+=(--fix --unsafe-fixes) ;;
  *) fail "fix takes true, false or unsafe, not \"$INPUT_FIX\"" ;;
esac
case $INPUT_FAIL_ON in
  error | warning | info) arguments+=(--fail-on "$INPUT_FAIL_ON") ;;
  never) arguments+=(--exit-zero) ;;
  *) fail "fail-on takes error, warning, info or never, not \"$INPUT_FAIL_ON\"" ;;
esac
case $INPUT_SUMMARY in
  true) ;; # the format adds to it
  false) unset GITHUB_STEP_SUMMARY ;;
  *) fail "summary takes true or false, not \"$INPUT_SUMMARY\"" ;;
esac

temp=$RUNNER_TEMP
[[ $RUNNER_OS != Windows ]] || temp=$(cygpath --mixed "$temp")
folder=$(mktemp -d "$temp/regionlint.XXXXXX")
trap 'rm -rf -- "$folder"' EXIT
file json "$folder/report.json"
file text "$folder/report.txt"
[[ -z $INPUT_CONFIG ]] || arguments+=(--config "$INPUT_CONFIG")
if [[ -n $INPUT_SARIF_FILE ]]; then
  sarif=$(absolute "$INPUT_SARIF_FILE")
  mkdir -p -- "$(dirname -- "$sarif")" || fail "sarif-file: there is no folder for \"$INPUT_SARIF_FILE\""
  file sarif "$sarif"
fi
lines "$INPUT_ARGS"
arguments+=(--)
lines "$INPUT_PATHS"

cd -- "$(absolute "$INPUT_WORKING_DIRECTORY")" || fail "working-directory: there is no folder \"$INPUT_WORKING_DIRECTORY\""
# Git's bash on Windows would take some arguments for paths, and change them.
export MSYS2_ARG_CONV_EXCL='*'
code=0
"$REGIONLINT" "${arguments[@]}" >"$folder/annotations.txt" 2>"$folder/errors.txt" || code=$?
output exit-code "$code"

uncommanded cat -- "$folder/errors.txt"
if [[ -f $folder/report.json ]]; then
  report=$(cat -- "$folder/report.json")
  for name in errors warnings infos; do
    output "$name" "$(number "$name")"
  done
  echo '::group::All that regionlint reports'
  uncommanded cat -- "$folder/report.txt"
  echo '::endgroup::'
  cat -- "$folder/annotations.txt"
  [[ -z $INPUT_SARIF_FILE || ! -f $sarif ]] || output sarif-file "$sarif"
fi
if [[ $code -ge 2 ]]; then
  tell error "the run failed: $(head -n 1 -- "$folder/errors.txt")"
fi
exit "$code"
