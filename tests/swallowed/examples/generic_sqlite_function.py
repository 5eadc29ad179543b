# needs: monitoring
# SQLite calls a function: what it raises is lost in C, and another exception comes out and is caught.
import sqlite3


def area(text):
    width, height = text.split("x")  # raised here
    return int(width) * int(height)


def largest(sizes):
    database = sqlite3.connect(":memory:")
    try:
        database.create_function("area", 1, area)
        database.execute("create table sizes (size text)")
        database.executemany("insert into sizes values (?)", [(size,) for size in sizes])
        return database.execute("select max(area(size)) from sizes").fetchone()[0]
    except sqlite3.OperationalError:
        return None
    finally:
        database.close()


def test_fails():
    assert largest(["2x3", "4*5"]) == 20


def test_passes():
    assert largest(["2x3", "4x5"]) == 20
