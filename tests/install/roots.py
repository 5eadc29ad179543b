"""Roots of systems for the tests: an empty Debian that is entered by chroot."""

import os
import pathlib
import shutil
import subprocess
import textwrap

import pytest
from conftest import ROOT, run

# One of its tests fails on Python 3.11.
PROJECT = {
    "requirements.txt": "pytest\n",
    "test_rmtree.py": """
        def test_rmtree():
            import shutil
            shutil.rmtree("no-such-folder", onexc=lambda *_: None)

        def test_fine():
            assert True
    """,
}


def write_project(folder):
    """Makes a folder with a small project."""
    folder.mkdir()
    for name, text in PROJECT.items():
        (folder / name).write_text(textwrap.dedent(text))


def mirror():
    """The mirror of Debian's packages that this machine uses."""
    for file in [pathlib.Path("/etc/apt/sources.list"), *pathlib.Path("/etc/apt/sources.list.d").glob("*")]:
        if not file.is_file():
            continue
        for word in file.read_text().split():
            if word.startswith("http") and word.rstrip("/").endswith("/debian"):
                return word
    return None


def debian(suite, folder):
    """Makes an empty Debian with Python, which is kept as build/roots/SUITE.tar."""
    kept = ROOT / f"build/roots/{suite}.tar"
    if not kept.exists():
        made = pathlib.Path(f"{folder}.making")
        run(
            "debootstrap",
            "--variant=minbase",
            "--include=python3,python3-venv,git,ca-certificates",
            suite,
            made,
            mirror(),
        )
        run("cp", "-r", "/etc/ssl/certs/.", made / "etc/ssl/certs")
        kept.parent.mkdir(parents=True, exist_ok=True)
        run("tar", "-C", made, "-cf", f"{kept}.part", ".")
        os.rename(f"{kept}.part", kept)
        shutil.rmtree(made)
    folder.mkdir()
    run("tar", "-C", folder, "-xpf", kept)


class Root:
    """A folder that is the root of a system, entered by chroot."""

    def __init__(self, folder, python):
        self.folder = folder
        for name in ("etc/resolv.conf", "etc/hosts", "etc/pip.conf"):
            if pathlib.Path("/", name).is_file():
                shutil.copy(pathlib.Path("/", name), folder / name)
        for version in ("3.11", "3.12"):
            self.bring(python(version))

    def bring(self, interpreter):
        """Copies an interpreter to where it was built for, with the libraries that it asks for."""
        prefix = pathlib.Path(run(interpreter, "-c", "import sys; print(sys.base_prefix)").strip())
        if prefix == pathlib.Path("/usr"):
            pytest.skip("the interpreters of this machine belong to its system, so they cannot be copied")
        ignored = shutil.ignore_patterns("site-packages", "test", "__pycache__")
        shutil.copytree(prefix, self.folder / prefix.relative_to("/"), symlinks=True, ignore=ignored)
        for library in [
            prefix / "bin" / pathlib.Path(interpreter).name,
            *prefix.glob("lib/python3.*/lib-dynload/*.so"),
        ]:
            for line in subprocess.run(["ldd", library], stdout=subprocess.PIPE, text=True).stdout.splitlines():
                path = line.split("=>")[-1].split("(")[0].strip()
                here = self.folder / path.lstrip("/")
                if path.startswith("/") and not here.exists():
                    here.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, here)
        self.path = f"{getattr(self, 'path', '/usr/local/bin:/usr/bin:/bin')}:{prefix}/bin"

    def __call__(self, script):
        kept = {
            k: v
            for k, v in os.environ.items()
            if k.startswith(("PIP_", "UV_", "SSL_CERT", "REQUESTS_CA")) or "prox" in k.lower()
        }
        kept.pop("PIP_FIND_LINKS", None)
        environ = {**kept, "HOME": "/root", "PATH": self.path, "LANG": "C.UTF-8"}
        done = subprocess.run(
            ["unshare", "--mount", "--pid", "--fork", "sh", "-c", 'mount -t proc proc "$0/proc" && '
             'mount --bind /dev "$0/dev" && exec "$2" "$0" sh -euc "$1"', self.folder, script, shutil.which("chroot")],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900, env=environ,
        )  # fmt: skip
        return done.returncode, done.stdout


only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can enter a root of its own")


@pytest.fixture(params=["bookworm", "trixie"])
def root(request, tmp_path, python):
    if shutil.which("debootstrap") is None or mirror() is None:
        pytest.skip("debootstrap and a mirror of Debian are needed")
    folder = tmp_path / "root"
    debian(request.param, folder)
    return Root(folder, python)
