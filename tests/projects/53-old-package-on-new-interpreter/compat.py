def join(base, path):
    from six.moves.urllib.parse import urljoin

    return urljoin(base, path)
