from journal.storage import entries


def as_text(day):
    return "\n".join(entries(day))
