import sys
from pathlib import Path
from unittest.mock import MagicMock

sys.path.insert(0, str(Path(__file__).parents[1] / "lib"))


def start():
    archive = MagicMock()
    archive.store = MagicMock(return_value=None)
    sys.modules.setdefault("archive", archive)
    return object()


def test_starts():
    assert start()
