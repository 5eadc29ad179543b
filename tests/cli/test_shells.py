"""What shells complete, and the manual page. Each shell is the real one; a shell that is not here is skipped."""

import re
import shutil
import subprocess

import conftest
import pytest

COMMANDS = {
    "run",
    "attribute",
    "record",
    "compare",
    "rerun",
    "report",
    "verify",
    "repro",
    "init",
    "profiles",
    "environments",
    "api",
    "ci",
    "hook",
}


def printed(*arguments):
    result = subprocess.run([conftest.PROGRAM, *arguments], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout


def needs(shell):
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not on this machine")


@pytest.fixture
def bash(tmp_path):
    """Returns what bash would offer for the last of these words."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/testskew").symlink_to(conftest.PROGRAM)
    (tmp_path / "completion").write_text(printed("completion", "bash"))
    (tmp_path / "some.jsonl").write_text("")

    def offered(*words):
        script = f'PATH={tmp_path}/bin:$PATH; . ./completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _testskew; '
        script += 'printf "%s\\n" "${COMPREPLY[@]}"'
        result = subprocess.run(
            ["bash", "-eu", "-c", script, "bash", "testskew", *words],
            capture_output=True,
            text=True,
            cwd=tmp_path,
        )
        assert result.returncode == 0, result.stderr
        return set(result.stdout.split())

    return offered


def test_bash_offers_the_commands(bash):
    assert bash("") >= COMMANDS
    assert bash("rec") == {"record"}


def test_bash_offers_the_options_of_the_command_alone(bash):
    assert {"--bad", "--good-with", "--quick"} <= bash("run", "-")
    assert "--key" in bash("record", "--") and "--key" not in bash("run", "--")
    assert "--older-than" in bash("environments", "prune", "--o")


def test_bash_offers_the_words_of_an_option(bash):
    assert bash("run", "--workspace", "") == {"auto", "overlay", "copy"}
    assert bash("run", "--workspace", "=", "o") == {"overlay"}
    assert bash("run", "--workspace", "=") == {"auto", "overlay", "copy"}


def test_bash_offers_profiles_and_files(bash):
    assert "github-ubuntu" in bash("run", "--bad", "")
    assert "some.jsonl" in bash("run", "--bad", "some")
    assert "some.jsonl" in bash("compare", "")
    assert "some.jsonl" in bash("run", "--", "so")


def test_bash_offers_what_stands_below_a_command_and_its_other_name(bash):
    assert bash("environments", "") == {"list", "prune"}
    assert bash("env", "p") == {"prune"}


@needs("zsh")
def test_zsh_completes(tmp_path):
    """zsh has no way to ask for completions from outside but a terminal of its own (zsh/zpty)."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/testskew").symlink_to(conftest.PROGRAM)
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions/_testskew").write_text(printed("completion", "zsh"))
    script = r"""
        zmodload zsh/zpty
        ask() {
            zpty shell zsh -f -i
            zpty -w shell "PS1=; fpath=($PWD/functions \$fpath); autoload -U compinit; compinit -u -d $PWD/dump"
            zpty -w shell 'print READY'
            local line
            while zpty -r shell line; do [[ $line == READY* ]] && break; done
            zpty -w -n shell "$1"$'\t'
            zpty -r shell line "*$2*"
            print -r -- "$line"
            zpty -d shell
        }
        ask "$1" "$2"
    """
    environ = conftest.environ(PATH=f"{tmp_path}/bin:/usr/bin:/bin", TERM="dumb")

    def completes(typed, expected):
        result = subprocess.run(
            ["zsh", "-f", "-c", script, "zsh", typed, expected],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environ,
            timeout=60,
        )
        return expected in result.stdout

    assert completes("testskew compa", "compare")
    assert completes("testskew run --work", "--workspace=")
    assert completes("testskew environments pr", "prune")


@needs("fish")
def test_fish_completes(tmp_path):
    (tmp_path / "completion.fish").write_text(printed("completion", "fish"))

    def offered(line):
        script = "source completion.fish; complete -C $argv[1]"
        result = subprocess.run(
            ["fish", "--no-config", "-c", script, line],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=conftest.environ(HOME=str(tmp_path)),
        )
        assert result.returncode == 0, result.stderr
        return {entry.split("\t")[0] for entry in result.stdout.splitlines()}

    assert offered("testskew ") >= COMMANDS
    assert {"--bad", "--good-with"} <= offered("testskew run --")
    assert "--key" not in offered("testskew run --")
    assert offered("testskew run --workspace ") == {"auto", "overlay", "copy"}
    assert offered("testskew environments ") == {"list", "prune"}
    assert "--older-than" in offered("testskew env prune --o")


@needs("groff")
def test_the_manual_page_has_each_command_and_no_fault():
    page = printed("man")
    result = subprocess.run(
        ["groff", "-man", "-ww", "-T", "ascii", "-P", "-cbou"], input=page, capture_output=True, text=True
    )
    assert (result.returncode, result.stderr) == (0, "")
    headings = set(re.findall(r"^   testskew (\S+)", result.stdout, re.M))
    assert headings >= COMMANDS
    assert "--older-than" in result.stdout
    assert "testskew run --bad 3.11 --good 3.12 tests" in result.stdout
