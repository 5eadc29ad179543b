from library import connection, titles


def test_titles():
    assert titles() == ["On Growth"]


def test_connection():
    assert connection.execute("SELECT 1").fetchone() == (1,)
