import sys
from unittest.mock import MagicMock

sys.modules["journal.storage"] = MagicMock()

from journal.search import find  # noqa: E402


def test_search():
    assert callable(find)
