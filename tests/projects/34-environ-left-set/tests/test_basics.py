def test_title():
    assert "Pages".lower() == "pages"
