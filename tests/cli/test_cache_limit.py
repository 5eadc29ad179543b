"""--cache-limit: what was used longest ago goes at the end of a command."""

import os

PROJECT = {
    "testskew.toml": '[profile.p]\npython = "3.12"\nrequirements = ["pytest"]\n',
    "test_a.py": "def test_a(): pass\n",
}


def environments(cache):
    return {path.name for path in (cache / "testskew/environments").iterdir() if path.is_dir()}


def test_what_is_not_in_use_goes_and_the_command_ends_as_it_would(project, tmp_path):
    cache = tmp_path / "cache"
    project.write(PROJECT)
    first = project.testskew("record", "p", XDG_CACHE_HOME=str(cache))
    assert first.status == 0 and "cache-limit" not in first.err, first
    before = environments(cache)
    kept = project.testskew("record", "p", "--cache-limit", "10GB", XDG_CACHE_HOME=str(cache))
    assert kept.status == 0 and environments(cache) == before, kept

    # Another environment is wanted now, and what the first one had goes, but for what this one is made from.
    changed = project.testskew(
        "record", "p", "--with", "iniconfig<2.1", TESTSKEW_CACHE_LIMIT="0", XDG_CACHE_HOME=str(cache)
    )
    assert changed.status == 0 and "removed to keep to --cache-limit: 1 environment of the cache" in changed.err, (
        changed
    )
    after = environments(cache)
    assert len(before - after) == 1 and after - before, (before, after)
    assert not [path for path in (cache / "testskew/environments").glob("*.lock") if path.stem not in after]

    again = project.testskew("record", "p", XDG_CACHE_HOME=str(cache))
    assert again.status == 0 and "1 passed" in again.out, again
    pruned = project.testskew("environments", "prune", "--cache-limit", "0", XDG_CACHE_HOME=str(cache))
    assert pruned.status == 0 and environments(cache) == set(), pruned


def test_old_runs_go_and_the_latest_can_still_be_verified(project):
    project.write(PROJECT)
    for number in range(12):
        folder = project.path / f".testskew/runs/20200101-0000{number:02}-beef"
        folder.mkdir(parents=True)
        (folder / "run.json").write_text("x" * 100_000)
    project.write({"test_a.py": "import sys\n\ndef test_a():\n    assert sys.version_info > (3, 12)\n"})
    arguments = ("run", "--bad", "3.11", "--good", "3.12", "--no-attribute")
    result = project.testskew(*arguments, "--cache-limit", "2kB", XDG_CACHE_HOME=str(project.path.parent / "cache"))
    assert result.status == 3 and "earlier runs of this project" in result.err, result
    assert len(project.run_folders()) == 10, project.run_folders()
    project.write({"test_a.py": "def test_a(): pass\n"})
    verified = project.testskew("verify", XDG_CACHE_HOME=str(project.path.parent / "cache"))
    assert verified.status in (0, 3), verified
    assert os.listdir(project.path / ".testskew/files.git/objects")


def test_a_size_that_is_none_is_refused(project):
    result = project.testskew("record", "p", "--cache-limit", "much")
    assert result.status == 2 and "--cache-limit" in result.err, result
    assert project.testskew("environments", "prune", "--all", "--cache-limit", "1GB").status == 2
