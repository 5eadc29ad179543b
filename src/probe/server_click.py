"""click's CliRunner, which is Typer's too: keeps in its result what a command raised, and the test sees an exit code."""
servers = kit.servers


def patch(module):
    original = module.CliRunner.__dict__["invoke"]

    def invoke(self, *args, **kwargs):
        result = original(self, *args, **kwargs)
        error = getattr(result, "exception", None)
        if isinstance(error, Exception):        # not SystemExit, by which commands end
            servers.saw(error, "click.CliRunner", handler=original)
        return result

    servers.replace(module.CliRunner, "invoke", invoke)
