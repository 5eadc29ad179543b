"""script/release refuses a commit that is not ready to be released."""

import re
import subprocess

import pytest
from conftest import ROOT, run


@pytest.fixture
def clone(tmp_path):
    folder = tmp_path / "clone"
    run("git", "clone", "-q", "--shared", "--no-tags", ROOT, folder)
    run("git", "config", "user.name", "t", cwd=folder)
    run("git", "config", "user.email", "t@example.invalid", cwd=folder)
    return folder


def checked(folder):
    done = subprocess.run(["script/release", "--check"], cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_a_version_needs_its_heading_its_tag_and_a_clean_tree(clone):
    version = re.search(r"project\(testskew VERSION ([0-9.]+)", (clone / "CMakeLists.txt").read_text()).group(1)
    changelog = clone / "CHANGELOG.md"
    changelog.write_text(re.sub(r"^## .*$", "## next (not released)", changelog.read_text(), count=1, flags=re.M))
    status, out = checked(clone)
    assert status == 1
    assert f"no heading '## {version} - " in out
    assert f"there is no tag v{version}" in out
    assert "the work tree is not clean" in out

    changelog.write_text(changelog.read_text().replace("## next (not released)", f"## {version} - 2026-01-31"))
    run("git", "commit", "-qam", "release", cwd=clone)
    run("git", "tag", "-a", f"v{version}", "-m", "release", cwd=clone)
    assert checked(clone) == (0, f"== version {version}: changelog, tag and work tree are fine\n")

    run("git", "commit", "-q", "--allow-empty", "-m", "more", cwd=clone)
    status, out = checked(clone)
    assert status == 1 and f"the tag v{version} is not this commit" in out
