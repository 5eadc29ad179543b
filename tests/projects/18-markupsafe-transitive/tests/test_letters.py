from letters import render


def test_name_is_filled_in():
    assert render("Ada") == "Dear Ada,"


def test_is_a_function():
    assert callable(render)
