"""The wheel in an empty Debian, and its program in a root that has no C library at all."""

import shutil
import zipfile

from conftest import run
from roots import only_root, root, write_project  # noqa: F401


@only_root
def test_the_wheel_works_in_an_empty_system(root, wheel):  # noqa: F811
    shutil.copy(wheel, root.folder / "root")
    project = root.folder / "root/project"
    write_project(project)
    status, out = root(
        "python3 -m venv /opt/testskew && /opt/testskew/bin/pip install -q --no-index /root/testskew-*.whl"
    )
    assert status == 0, out
    status, out = root("/opt/testskew/bin/testskew --version")
    assert (status, out.split()[0]) == (0, "testskew"), out
    status, out = root("cd /root/project && /opt/testskew/bin/testskew doctor")
    assert status == 0, out
    status, out = root("cd /root/project && /opt/testskew/bin/testskew run --bad 3.11 --good 3.12")
    assert status == 1, out
    assert "PROVEN  interpreter" in out
    assert "onexc" in out


@only_root
def test_the_program_needs_no_c_library(wheel, tmp_path):
    """So it runs where the C library is musl, as on Alpine."""
    with zipfile.ZipFile(wheel) as archive:
        program = next(name for name in archive.namelist() if name.endswith(".data/scripts/testskew"))
        (tmp_path / "testskew").write_bytes(archive.read(program))
    (tmp_path / "testskew").chmod(0o755)
    assert run("chroot", tmp_path, "/testskew", "--version").startswith("testskew ")
    assert "onexc" in run("chroot", tmp_path, "/testskew", "api", "shutil.rmtree")
