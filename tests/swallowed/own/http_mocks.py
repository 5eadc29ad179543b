# needs: responses, requests-mock, requests
import requests
import requests_mock
import responses


def price(answer):
    return answer.json()["price"]


@responses.activate
def test_responses():
    responses.add(responses.GET, "http://shop/tea", json={"price": 3})
    assert price(requests.get("http://shop/tea")) == 4


@responses.activate
def test_callback():
    responses.add_callback(responses.GET, "http://shop/tea", callback=lambda request: (200, {}, {}["price"]))
    requests.get("http://shop/tea")


@responses.activate
def test_error_body():
    responses.add(responses.GET, "http://shop/tea", body=requests.ConnectionError("refused"))
    requests.get("http://shop/tea")


@requests_mock.Mocker()
def test_requests_mock(mocker):
    mocker.get("http://shop/tea", json={})
    assert price(requests.get("http://shop/tea")) == 3


def test_fixture(requests_mock):
    requests_mock.get("http://shop/tea", exc=requests.ConnectTimeout)
    requests.get("http://shop/tea")
