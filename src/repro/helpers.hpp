#pragma once

/// The functions of a script that are the same in each.
namespace testskew::repro {

/// What every script has: it ends, finds an interpreter, and makes an environment.
inline constexpr const char* helpers = R"sh(fail() {
    echo "repro: $*" >&2
    exit 2
}

# A session may have addresses of packages of its own.
index_of_uv() { "$@"; }
index_of_pip() { "$@"; }

# An interpreter of this version on PATH.
python_of() {
    for name in "python$1" python3 python; do
        path=$(command -v "$name" 2>/dev/null) || continue
        [ "$("$path" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$1" ] || continue
        echo "$path"
        return
    done
    return 1
}

# environment FOLDER VERSION PINS: a virtual environment with exactly these distributions.
environment() {
    if command -v uv >/dev/null 2>&1; then
        uv venv -q --python "$2" "$1" && index_of_uv uv pip install -q --python "$1/bin/python" --no-deps -r "$3"
        return
    fi
    python=$(python_of "$2") || fail "Python $2 is not on PATH, and neither is uv, which would fetch it"
    "$python" -m venv "$1" || return
    index_of_pip "$1/bin/python" -m pip install -q --disable-pip-version-check --no-deps -r "$3" || return
    # What venv brings is not there unless it is pinned.
    for seed in setuptools wheel; do
        grep -qi "^$seed==" "$3" || "$1/bin/python" -m pip uninstall -q -y "$seed" >/dev/null 2>&1
    done
    return 0
}

# install FOLDER WORD...: the project itself.
install() {
    python=$1/bin/python
    shift
    if command -v uv >/dev/null 2>&1; then
        index_of_uv uv pip install -q --python "$python" --no-deps "$@"
    else
        index_of_pip "$python" -m pip install -q --disable-pip-version-check --no-deps "$@"
    fi
}

)sh";

/// Finds the repository that has a commit.
inline constexpr const char* repository_helper =
    R"sh(# The repository that has the commit: $REPOSITORY, the one around the current folder, or the clone of a URL.
repository() {
    for place in "${REPOSITORY:-}" "$(git rev-parse --show-toplevel 2>/dev/null)" "$(dirname "$0")"; do
        [ -n "$place" ] && git -C "$place" cat-file -e "$1^{commit}" 2>/dev/null || continue
        # The place may be a folder in the repository.
        git -C "$place" rev-parse --absolute-git-dir
        return
    done
    if [ -n "$url" ] && git clone -q --no-checkout "$url" "$work/clone" >&2 &&
        git -C "$work/clone" cat-file -e "$1^{commit}" 2>/dev/null; then
        echo "$work/clone"
        return
    fi
    return 1
}

)sh";

/// Names the processors that a session may use.
inline constexpr const char* cpus_helper = R"sh(# The first processors that this shell may use.
processors() {
    taskset -cp $$ | sed 's/.*: //' | tr ',' '\n' | while IFS=- read -r first last; do
        i=$first
        while [ "$i" -le "${last:-$first}" ]; do echo "$i"; i=$((i + 1)); done
    done | head -n "$1" | paste -s -d, -
}

)sh";

}  // namespace testskew::repro
