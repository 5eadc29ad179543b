import os
from pathlib import Path


def test_writes_where_it_is_called(tmp_path):
    os.chdir(tmp_path)
    Path("export.txt").write_text("done")
    assert (tmp_path / "export.txt").exists()
