def deliver(item):
    import archive

    entry = archive.store(item)
    return f"{item} {entry.state}"
