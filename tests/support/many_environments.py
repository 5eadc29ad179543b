"""A cache with thousands of environments: real ones would take days to build. Each has the stamp of a real one, byte
for byte, and a few files."""

import hashlib
import os
import pathlib

FILES = 8  # in each; a real one has two thousand


def fill(cache, count):
    """Adds `count` environments to a cache in which one is that testskew has made, all used at different times."""
    folder = pathlib.Path(cache) / "testskew/environments"
    stamp = next(path for path in sorted(folder.glob("*.json")) if len(path.stem) == 16).read_bytes()
    for number in range(count):
        key = hashlib.sha256(b"fake %d" % number).hexdigest()[:16]
        site = folder / key / "lib/python3.12/site-packages"
        site.mkdir(parents=True)
        (folder / key / "bin").mkdir()
        (folder / key / "bin/python").symlink_to("/bin/false")
        for name in range(FILES):
            (site / f"module{name}.py").write_text("x = 1\n")
        (folder / f"{key}.json").write_bytes(stamp)
        (folder / f"{key}.used").touch()
        os.utime(folder / f"{key}.used", (1_600_000_000 + number,) * 2)
    return folder
