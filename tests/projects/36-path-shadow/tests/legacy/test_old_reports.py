import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "stubs"))


def test_stubs_are_used():
    assert sys.path[0].endswith("stubs")
