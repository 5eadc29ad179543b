import sys
from unittest.mock import MagicMock

sys.modules["journal.storage"] = MagicMock()

from journal.stats import count  # noqa: E402


def test_stats():
    assert callable(count)
