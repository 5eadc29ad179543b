"""click's CliRunner, which is also the runner of Typer. It keeps the exception that a command raised in its result, and
the test sees only an exit code."""

servers, frameworks = kit.servers, kit.part("frameworks")


def patch(module):
    original = module.CliRunner.__dict__["invoke"]

    def invoke(self, *args, **kwargs):
        try:
            result = original(self, *args, **kwargs)
        except BaseException as error:  # The runner raises if it was called with catch_exceptions=False.
            frameworks.trim(error)
            raise
        try:
            error = result.exception
            if isinstance(error, Exception):  # SystemExit is left out, because commands end with it.
                servers.saw(error, "click.CliRunner", handler=original)
        except Exception:
            kit.trouble("click")
        return result

    frameworks.replace(module.CliRunner, "invoke", invoke)
