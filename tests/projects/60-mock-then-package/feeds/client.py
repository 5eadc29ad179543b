import httpx


def client(name):
    from feeds.config import base

    address = "/".join([base(), name])
    return httpx.Client(base_url=address, proxies=None)
