import os
from pathlib import Path


def exported(root):
    folder = Path(root) / os.environ["EXPORT_FOLDER"]
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    return sorted(name for _, _, names in folder.walk() for name in names)
