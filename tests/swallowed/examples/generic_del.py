# Raised in __del__, where Python prints it and goes on: seen on every version.
import gc


class Batch:
    def __init__(self, rows, store):
        self.rows, self.store = rows, store

    def __del__(self):
        self.store.append(sum(self.rows))  # raised here


def total(rows):
    store = []
    Batch(rows, store)
    gc.collect()
    return store


def test_fails():
    assert total([1, "2"]) == [3]


def test_passes():
    assert total([1, 2]) == [3]
