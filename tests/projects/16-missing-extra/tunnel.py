import httpx


def through_tunnel(address="socks5://localhost:1080"):
    return httpx.Client(proxy=address)
