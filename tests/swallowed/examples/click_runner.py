# needs: click
# handled: invoke
# CliRunner keeps what a command raises; the test sees an exit code.
import click
from click.testing import CliRunner


def parse(size):
    width, height = size.split("x")  # raised here
    return int(width) * int(height)


@click.command()
@click.argument("size")
def area(size):
    click.echo(parse(size))


def test_fails():
    assert CliRunner().invoke(area, ["2*3"]).exit_code == 0


def test_passes():
    assert CliRunner().invoke(area, ["2x3"]).exit_code == 0
