#!/usr/bin/env bash
set -euo pipefail
export A=1 B="two $A ${C:-three}" D='$x'
if [[ "$CI" == "true" && -f pyproject.toml ]]; then
  pip install -e ".[test]" $(cat extra.txt) `date`
elif [ -z "${X+x}" ]; then :
else exit 1; fi
for v in 3.9 3.1{0,1}; do echo "$v" >> $GITHUB_ENV; done
case "$1" in a|b) pytest "$@" ;; *) echo ${#1} ${1%%.*} ${1//a/b} $((1+2)) ;; esac
while read -r line; do echo $line; done < file <<EOF
here $A
EOF
cat <<-'END' | sh
	not $expanded
	END
f() { local y=1; (cd tests && python -m pytest -k 'a or b' || true) 2>&1 | tee log & }
f; eval "$D"; . ./env.sh; $A/bin/x ~/y *.py
