def slug(title, prefix="Draft: "):
    return title.removeprefix(prefix).strip().lower().replace(" ", "-")
