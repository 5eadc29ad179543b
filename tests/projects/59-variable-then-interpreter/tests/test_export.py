from export import exported


def test_one_file(tmp_path):
    assert exported(tmp_path) == ["a.txt"]


def test_is_a_function():
    assert callable(exported)
