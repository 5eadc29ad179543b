# needs: gevent
import gevent
import gevent.pool

PRICES = {"tea": 3}


def price(name):
    return PRICES[name]


def test_get():
    gevent.spawn(price, "cake").get()


def test_joined():
    gevent.joinall([gevent.spawn(price, "cake")], raise_error=True)


def test_pool():
    gevent.pool.Pool(2).map(price, ["tea", "cake"])
