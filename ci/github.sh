#!/bin/sh
# The steps of action.yml:   usage: github.sh install | record | compare
# None of them makes a step fail but `record`, whose exit status is that of the tests.
set -u
here=$(cd "$(dirname "$0")" && pwd)
temp=${RUNNER_TEMP:-${TMPDIR:-/tmp}}

output() { printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/null}"; }

install() {
  program=$(sh "$here/install.sh" | tail -n 1)
  [ -n "$program" ] ||
    echo "::warning title=testskew::testskew could not be installed: the tests are run without it, and nothing is recorded"
  output program "$program"
}

# The name is that of the input, else made of the job and its matrix.
name_of_leg() {
  if [ -n "${LEG_NAME:-}" ]; then
    printf '%s' "$LEG_NAME" | LC_ALL=C tr -cs 'A-Za-z0-9._-' '-'
  else
    [ "${LEG_MATRIX:-null}" != null ] || LEG_MATRIX=
    sh "$here/leg-name.sh" "${GITHUB_JOB:-leg}" "${LEG_MATRIX:-}"
  fi
}

record() {
  name=$(name_of_leg) first=$name number=1
  # One job may record twice.
  while [ -e "$temp/testskew/$name.started" ]; do
    number=$((number + 1)) name=$first-$number
  done
  mkdir -p "$temp/testskew" && : >"$temp/testskew/$name.started"
  output name "$name"
  [ -z "${TESTSKEW_PROGRAM:-}" ] || output recording "$temp/testskew/$name.jsonl"
  TESTSKEW_OUT=$temp/testskew/$name.jsonl
  export TESTSKEW_OUT
  unset LEG_NAME LEG_MATRIX
  [ -n "${TESTSKEW_KEY:-}" ] || unset TESTSKEW_KEY
  exec sh "$here/record.sh"
}

compare() {
  own=${LEG_RECORDING:-} legs=${LEG_RECORDINGS:-$temp/testskew-legs}
  # The leg's own recording is among those of the run.
  [ -z "${LEG_NAME:-}" ] || rm -rf "$temp/testskew-legs/testskew-$LEG_NAME" "$temp/testskew-legs/$LEG_NAME.jsonl"
  set --
  [ -z "$own" ] || set -- "$own"
  if [ -n "${LEG_RECORDINGS:-}" ] || [ -d "$legs" ] || [ -z "$own" ]; then set -- "$@" "$legs"; fi
  [ -z "${LEG_GOOD:-}" ] || set -- "$@" --good "$LEG_GOOD"
  [ -z "${LEG_BUDGET:-}" ] || set -- "$@" --budget "$LEG_BUDGET"
  "$TESTSKEW_PROGRAM" ci "$@" || echo "::warning title=testskew::the recordings were not compared (exit status $?)"
}

case ${1:-} in
  install | record | compare) "$1" ;;
  *) sed -n '2,3s/^# //p' "$0" >&2; exit 2 ;;
esac
