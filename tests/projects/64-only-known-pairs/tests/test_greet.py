import sys
from importlib.metadata import version

import pytest
from click.testing import CliRunner

from greet import greet

SUPPORTED = {(3, 11): "8.1", (3, 12): "8.2"}

pytestmark = pytest.mark.skipif(
    not version("click").startswith(SUPPORTED.get(sys.version_info[:2], "none")),
    reason="this click is not supported on this Python",
)


def test_greets():
    assert CliRunner(mix_stderr=False).invoke(greet, ["Ada"]).stdout == "Hello Ada\n"


def test_name():
    assert greet.name == "greet"
