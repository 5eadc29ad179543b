def show(day):
    from journal.storage import entries

    return list(entries(day))
