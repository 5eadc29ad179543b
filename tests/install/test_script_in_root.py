"""A script that `testskew repro` has written, in an empty Debian: with pip, and without testskew."""

import shutil
import subprocess

from conftest import run
from roots import only_root, root, write_project  # noqa: F401


@only_root
def test_a_script_shows_the_failure_in_an_empty_system(root, program, tmp_path):  # noqa: F811
    project = tmp_path / "project"
    write_project(project)
    git = ["git", "-C", project, "-c", "user.name=t", "-c", "user.email=t@example.invalid"]
    run(*git, "init", "-q")
    run(*git, "add", "-A")
    run(*git, "commit", "-qm", "one")
    with open(project / "test_rmtree.py", "a") as file:
        file.write("# not committed\n")
    done = subprocess.run([program, "run", "--quick", "--no-observe", "--bad", "3.11", "--good", "3.12"], cwd=project)
    assert done.returncode == 1
    run(program, "repro", "1", "-o", root.folder / "root/repro.sh", cwd=project)
    shutil.copytree(project, root.folder / "root/project", ignore=shutil.ignore_patterns(".testskew"))
    status, out = root("command -v testskew uv && exit 9; cd /root/project && sh /root/repro.sh")
    assert status == 0, out
    assert "the failure is seen" in out
