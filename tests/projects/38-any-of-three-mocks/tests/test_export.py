import sys
from unittest.mock import MagicMock

sys.modules["journal.storage"] = MagicMock()

from journal.export import as_text  # noqa: E402


def test_export():
    assert callable(as_text)
