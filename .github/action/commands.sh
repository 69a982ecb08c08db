# shellcheck shell=bash
# Workflow commands, for the other scripts. All of them keep to what bash 3.2 knows,
# which is what macOS has.

# escape prints a message so that it stays one, as workflow commands want it.
escape() {
  local text=$1
  text=${text//'%'/%25}
  text=${text//$'\r'/%0D}
  text=${text//$'\n'/%0A}
  printf '%s' "$text"
}

# tell LEVEL MESSAGE adds an annotation: an error, a warning or a notice.
tell() { printf '::%s title=regionlint::%s\n' "$1" "$(escape "$2")"; }

# fail MESSAGE ends the step.
fail() {
  tell error "$1"
  exit 2
}

# output NAME VALUE sets an output of the step. The value is one line: a second one
# would be another output.
output() {
  local value=$2
  value=${value//$'\r'/}
  printf '%s=%s\n' "$1" "${value//$'\n'/ }" >>"$GITHUB_OUTPUT"
}

# uncommanded COMMAND... runs a command whose output is not ours, such as lines of
# the repository, while none of it is taken for a workflow command.
uncommanded() {
  local token code=0
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$token"
  "$@" || code=$?
  printf '\n::%s::\n' "$token"
  return "$code"
}
