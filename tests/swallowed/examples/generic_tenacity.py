# needs: monitoring, tenacity
from tenacity import retry, stop_after_attempt


@retry(stop=stop_after_attempt(3), retry_error_callback=lambda state: None)
def version(answer):
    return answer["version"].split(".")[0]  # raised here


def test_fails():
    assert version({"version": 3}) == "3"


def test_passes():
    assert version({"version": "3.1"}) == "3"
