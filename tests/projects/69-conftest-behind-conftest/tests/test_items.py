def test_items(client):
    assert client.get("/items").get_json() == {"tea": 4, "mug": 9}


def test_item(client):
    assert client.get("/items/tea").get_json() == {"name": "tea", "price": 4}


def test_missing(client):
    assert client.get("/items/hat").status_code == 404
