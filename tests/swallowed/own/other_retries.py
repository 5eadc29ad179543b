# needs: backoff, retrying, stamina
import backoff
import retrying
import stamina

PRICES = {"tea": 3}


@backoff.on_exception(backoff.constant, KeyError, max_tries=3, interval=0)
def with_backoff(name):
    return PRICES[name]


@retrying.retry(stop_max_attempt_number=3)
def with_retrying(name):
    return PRICES[name]


@stamina.retry(on=KeyError, attempts=2, wait_initial=0.001, wait_max=0.001)
def with_stamina(name):
    return PRICES[name]


def test_backoff():
    with_backoff("cake")


def test_retrying():
    with_retrying("cake")


def test_stamina():
    with_stamina("cake")
