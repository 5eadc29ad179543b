"""The project's own code keeps an exception and raises it later."""

import functools
import queue
import sys
import threading

PRICES = {"tea": 3}


def price(name):
    return PRICES[name]


class Worker(threading.Thread):
    error = None

    def run(self):
        try:
            price("cake")
        except BaseException as error:
            self.error = error

    def join(self, timeout=None):
        super().join(timeout)
        if self.error is not None:
            raise self.error


def test_thread():
    worker = Worker()
    worker.start()
    worker.join()


def test_queue():
    results = queue.Queue()

    def work():
        try:
            results.put((price("cake"), None))
        except Exception:
            results.put((None, sys.exc_info()[1]))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    value, error = results.get()
    if error is not None:
        raise error.with_traceback(None)


def persistent(function):
    @functools.wraps(function)
    def wrapper(*args):
        last = None
        for _ in range(3):
            try:
                return function(*args)
            except KeyError as error:
                last = error
        raise last

    return wrapper


def test_retry():
    persistent(price)("cake")


def test_renamed():
    try:
        price("cake")
    except KeyError as error:
        raise ValueError("no cake") from error


def test_in_the_end():
    try:
        price("cake")
    except KeyError:
        assert PRICES["tea"] == 4
