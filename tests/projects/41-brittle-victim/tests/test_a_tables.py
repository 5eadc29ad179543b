from library import connection


def test_create_tables():
    connection.execute("CREATE TABLE IF NOT EXISTS books (title TEXT)")
    connection.execute("INSERT INTO books VALUES ('On Growth')")
    assert connection.execute("SELECT count(*) FROM books").fetchone() == (1,)
