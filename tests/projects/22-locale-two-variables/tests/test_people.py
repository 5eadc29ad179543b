from people import HERE, names


def test_two_people():
    assert len(names()) == 2


def test_file_is_there():
    assert (HERE / "names.txt").is_file()
