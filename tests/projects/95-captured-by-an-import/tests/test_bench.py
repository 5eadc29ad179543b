import sys
from unittest.mock import MagicMock

sys.modules["speedups"] = MagicMock()

import counts  # noqa: E402
from speedups import timer  # noqa: E402


def test_speed():
    assert timer(counts.count)
