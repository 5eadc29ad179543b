def page_count(items, size=10):
    return items // size + 1
