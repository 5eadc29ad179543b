def write(folder, text):
    """Says so where the folder cannot be written to, instead of failing later."""
    try:
        (folder / "backup.txt").write_text(text)
    except PermissionError:
        return "refused"
    return "written"
