import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "stubs"))


def test_stubs_are_used():
    assert any(path.endswith("stubs") for path in sys.path)
