import concurrent.futures
import multiprocessing.pool

PRICES = {"tea": 3}


def price(name):
    return PRICES[name]


def test_submit():
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(price, "cake").result()


def test_map():
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        assert list(pool.map(price, ["tea", "cake"])) == [3, 4]


def test_as_completed():
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(price, name) for name in ("tea", "cake")]
        for future in concurrent.futures.as_completed(waiting):
            assert future.exception() is None or not future.result()


def test_thread_pool():
    with multiprocessing.pool.ThreadPool(1) as pool:
        pool.apply(price, ("cake",))


def test_thread_map():
    with multiprocessing.pool.ThreadPool(1) as pool:
        pool.map(price, ["tea", "cake"])
