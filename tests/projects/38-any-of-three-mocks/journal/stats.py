from journal.storage import entries


def count(day):
    return len(entries(day))
