import httpx

from fetcher import client


def test_timeout_is_taken_over():
    assert client(timeout=2.0).timeout == httpx.Timeout(2.0)


def test_httpx_is_there():
    assert httpx.codes.OK == 200
