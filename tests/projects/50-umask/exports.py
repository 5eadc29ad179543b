def export(path, text):
    """The web server, another user, reads what is exported."""
    path.write_text(text)
    return path
