#!/bin/sh
# Finds or installs testskew for a step of CI, and prints the path of the program on the last line.
#   TESTSKEW_REQUIREMENT  a requirement, or the path or URL of a wheel (default: testskew)
#   TESTSKEW_FOLDER       where to install it (default: a folder below RUNNER_TEMP or TMPDIR)
# It is installed beside the environment of the tests, never into it: what a leg has installed is part of its recording.
# Where it cannot be installed, nothing is printed and the exit status is 1: the tests are run all the same.
set -u
requirement=${TESTSKEW_REQUIREMENT:-testskew}
folder=${TESTSKEW_FOLDER:-${RUNNER_TEMP:-${TMPDIR:-/tmp}}/testskew-program}

found() {
  "$1" --version >/dev/null 2>&1 && printf '%s\n' "$1" && exit 0
}

# One that is there already serves everybody who did not ask for a certain one.
if [ "$requirement" = testskew ]; then
  there=$(command -v testskew 2>/dev/null) && found "$there"
fi
mkdir -p "$folder" || exit 1
if command -v uv >/dev/null 2>&1; then
  UV_TOOL_DIR=$folder/uv UV_TOOL_BIN_DIR=$folder/bin uv tool install --quiet --force "$requirement" >&2
  found "$folder/bin/testskew"
fi
if command -v pipx >/dev/null 2>&1; then
  PIPX_HOME=$folder/pipx PIPX_BIN_DIR=$folder/bin pipx install --quiet --force "$requirement" >&2
  found "$folder/bin/testskew"
fi
for python in python3 python; do
  command -v "$python" >/dev/null 2>&1 || continue
  "$python" -m venv "$folder/venv" >&2 &&
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$requirement" >&2
  found "$folder/venv/bin/testskew"
done
exit 1
