"""click's CliRunner, which is Typer's too. It keeps in its result what a command raised, and the test sees an exit
code."""

servers, frameworks = kit.servers, kit.part("frameworks")


def patch(module):
    original = module.CliRunner.__dict__["invoke"]

    def invoke(self, *args, **kwargs):
        try:
            result = original(self, *args, **kwargs)
        except BaseException as error:  # catch_exceptions=False
            frameworks.trim(error)
            raise
        try:
            error = result.exception
            if isinstance(error, Exception):  # not SystemExit, by which commands end
                servers.saw(error, "click.CliRunner", handler=original)
        except Exception:
            kit.trouble("click")
        return result

    frameworks.replace(module.CliRunner, "invoke", invoke)
