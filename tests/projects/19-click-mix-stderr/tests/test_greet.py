from click.testing import CliRunner

from greet import greet


def test_streams_are_apart():
    result = CliRunner(mix_stderr=False).invoke(greet, ["Ada"])
    assert result.stdout == "Hello Ada\n"
    assert result.stderr == "done\n"


def test_exit_code():
    assert CliRunner().invoke(greet, ["Ada"]).exit_code == 0
