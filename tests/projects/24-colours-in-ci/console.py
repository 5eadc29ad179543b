import os


def wants_colour(stream_is_terminal):
    """Colours in a terminal, and in logs of services that show them."""
    if os.environ.get("NO_COLOR"):
        return False
    return stream_is_terminal or "GITHUB_ACTIONS" in os.environ


def headline(text, terminal=False):
    return f"\033[1m{text}\033[0m" if wants_colour(terminal) else text
