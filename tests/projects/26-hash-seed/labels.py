def merged(*groups):
    """All labels of several groups, each once."""
    labels = set()
    for group in groups:
        labels.update(group)
    return ", ".join(labels)
