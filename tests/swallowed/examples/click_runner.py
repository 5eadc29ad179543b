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


def test_passes_with_what_is_raised():
    import sys
    try:
        CliRunner().invoke(area, ["2*3"], catch_exceptions=False)
    except ValueError as error:
        files = []
        while error.__traceback__ is not None:
            files.append(error.__traceback__.tb_frame.f_code.co_filename)
            error.__traceback__ = error.__traceback__.tb_next
        assert sys.version_info < (3, 11) or not [name for name in files if name.startswith("<")], files
