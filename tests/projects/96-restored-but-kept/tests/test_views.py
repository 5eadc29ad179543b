def test_show():
    import views

    assert views.show("ada") == "ada"
