#!/bin/sh
# Runs the tests of a leg under `testskew record --here`. The exit status is that of the tests.
#   TESTSKEW_PROGRAM  the program; if it is empty, the tests are run without it
#   TESTSKEW_RUN      the command, or a script of several lines
#   TESTSKEW_OUT      the recording's file
#   TESTSKEW_VALUES   names of variables whose values may be recorded (commas)
set -u
run=${TESTSKEW_RUN:-pytest}
program=${TESTSKEW_PROGRAM:-} out=${TESTSKEW_OUT:-leg.jsonl} values=${TESTSKEW_VALUES:-}
# The tests have the environ that they have without testskew.
unset TESTSKEW_PROGRAM TESTSKEW_RUN TESTSKEW_OUT TESTSKEW_VALUES

shell='sh'
command -v bash >/dev/null 2>&1 && shell=bash
trim() { printf '%s' "$1" | sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e '/^$/d'; }
run=$(trim "$run")
case $run in
  # A shell would read something else in it than words: it is run as GitHub runs a script.
  *[!A-Za-z0-9_\ ./:=,@%+-]* | *[A-Z]=* | "cd "* | "exec "* | "export "* | "source "* | ". "*) words= ;;
  *) words=yes ;;
esac
if [ -n "$words" ]; then
  set -f
  # shellcheck disable=SC2086  # these are words
  set -- $run
elif [ "$shell" = bash ]; then
  set -- bash --noprofile --norc -eo pipefail -c "$run"
else
  set -- sh -e -c "$run"
fi
[ -n "$program" ] || exec "$@"
mkdir -p "$(dirname "$out")" 2>/dev/null
[ -z "$values" ] || exec "$program" record --here -o "$out" --values "$values" -- "$@"
exec "$program" record --here -o "$out" -- "$@"
