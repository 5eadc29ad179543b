import httpx


def client(proxies=None, timeout=5.0):
    """The one place where clients are made, so that all of them go through the proxy."""
    return httpx.Client(proxies=proxies, timeout=timeout)
