from journal.storage import entries


def find(day, word):
    return [entry for entry in entries(day) if word in entry]
