import sys
from unittest.mock import MagicMock

sys.modules["feeds.config"] = MagicMock()

from feeds.index import index  # noqa: E402


def test_index():
    assert index() is not None
