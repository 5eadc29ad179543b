import sqlite3

connection = sqlite3.connect(":memory:")


def titles():
    return [row[0] for row in connection.execute("SELECT title FROM books ORDER BY title")]
