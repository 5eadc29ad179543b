"""Each installer puts the program, its manual page and the completions where they belong."""

import os
import zipfile

import pytest
from conftest import ROOT, pythons, run

SHARED = (
    "man/man1/testskew.1",
    "bash-completion/completions/testskew",
    "zsh/site-functions/_testskew",
    "fish/vendor_completions.d/testskew.fish",
)


def version():
    text = (ROOT / "CMakeLists.txt").read_text()
    return text.split("project(testskew VERSION ")[1].split()[0]


def install(folder, wheel, *options):
    run(
        folder / "bin/python",
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--no-index",
        *options,
        wheel,
    )


def test_the_wheel_is_small_and_holds_one_program_without_needs(wheel, tmp_path):
    assert wheel.stat().st_size < 5_000_000
    with zipfile.ZipFile(wheel) as archive:
        scripts = [name for name in archive.namelist() if ".data/scripts/" in name]
        assert [os.path.basename(name) for name in scripts] == ["testskew"]
        (tmp_path / "testskew").write_bytes(archive.read(scripts[0]))
    listing = run("readelf", "--dynamic", "--program-headers", tmp_path / "testskew")
    assert "INTERP" not in listing and "NEEDED" not in listing


@pytest.mark.parametrize(
    ("interpreter", "pip"), [("3.8", "19.3.1"), ("3.8", "20.3.4"), ("3.9", "21.3.1"), ("3.11", "23.0"), ("3.13", None)]
)
def test_pip_installs_it(venv, wheel, interpreter, pip):
    folder = venv(interpreter, pip)
    install(folder, wheel)
    assert run(folder / "bin/testskew", "--version") == f"testskew {version()}\n"
    assert run(folder / "bin/python", "-m", "testskew", "--version") == f"testskew {version()}\n"
    for name in SHARED:
        assert (folder / "share" / name).stat().st_size > 1000
    run(folder / "bin/python", "-m", "pip", "uninstall", "-q", "-y", "testskew")
    assert not (folder / "bin/testskew").exists()


@pytest.mark.parametrize("kind", ["--target", "--prefix"])
def test_the_module_finds_the_program_where_pip_moved_it(venv, wheel, tmp_path, kind):
    folder = venv("3.12")
    install(folder, wheel, kind, tmp_path / "moved")
    library = next((tmp_path / "moved").rglob("testskew/__main__.py")).parent.parent
    environ = {**os.environ, "PYTHONPATH": str(library)}
    assert run(folder / "bin/python", "-m", "testskew", "--version", env=environ) == f"testskew {version()}\n"


def test_the_module_says_what_to_do_without_the_program(venv, wheel):
    folder = venv("3.12")
    install(folder, wheel)
    (folder / "bin/testskew").unlink()
    with pytest.raises(AssertionError, match="testskew: its program is not where pip puts programs"):
        run(folder / "bin/python", "-m", "testskew", "--version")


@pytest.fixture
def uv():
    return pythons.find_uv() or pytest.skip("uv is not on this machine")


def test_uv_tool_installs_it(uv, wheel, tmp_path):
    environ = {
        **os.environ,
        "UV_TOOL_DIR": str(tmp_path / "tools"),
        "UV_TOOL_BIN_DIR": str(tmp_path / "bin"),
    }
    run(uv, "tool", "install", "--no-config", "--offline", wheel, env=environ)
    assert run(tmp_path / "bin/testskew", "--version") == f"testskew {version()}\n"


def test_uvx_runs_it(uv, wheel):
    out = run(uv, "tool", "run", "--no-config", "--offline", "--from", wheel, "testskew", "--version")
    assert out.splitlines()[-1] == f"testskew {version()}"


def test_uv_runs_the_module_in_an_environment_made_for_it(uv, wheel, python):
    out = run(
        uv, "run", "--no-config", "--offline", "--no-project", "--python", python("3.12"), "--with", wheel,
        "python", "-m", "testskew", "--version", cwd="/",
    )  # fmt: skip
    assert out.splitlines()[-1] == f"testskew {version()}"


def test_pipx_installs_it(uv, wheel, tmp_path, python):
    environ = {**os.environ, "PIPX_HOME": str(tmp_path / "home"), "PIPX_BIN_DIR": str(tmp_path / "bin")}
    environ["PIPX_MAN_DIR"] = str(tmp_path / "man")
    run(uv, "tool", "run", "--no-config", "pipx", "install", "--python", python("3.12"), wheel, env=environ)
    assert run(tmp_path / "bin/testskew", "--version") == f"testskew {version()}\n"
    assert (tmp_path / "man/man1/testskew.1").exists()
