import sys
from unittest.mock import MagicMock

sys.modules["store"] = MagicMock()

import views  # noqa: E402

del sys.modules["store"]


def test_without_a_store():
    assert views.show("ada")
