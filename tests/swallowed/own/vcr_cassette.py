# needs: vcrpy, httpx
import httpx
import vcr

CASSETTE = """\
version: 1
interactions:
- request: {method: GET, uri: "http://shop/tea", body: "", headers: {}}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: "{}"}}
"""


@vcr.use_cassette("nowhere.yaml", record_mode="none")
def test_not_there():
    httpx.get("http://shop/tea")


def test_other_answer(tmp_path):
    (tmp_path / "shop.yaml").write_text(CASSETTE)
    with vcr.use_cassette(str(tmp_path / "shop.yaml"), record_mode="none"):
        assert httpx.get("http://shop/tea").json()["price"] == 3
