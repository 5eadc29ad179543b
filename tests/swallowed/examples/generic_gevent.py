# needs: monitoring, gevent
# A greenlet that dies prints its traceback and nothing else.
import gevent


def work(found, text):
    found.append(text.split(":")[1])  # raised here


def second(text):
    found = []
    gevent.joinall([gevent.spawn(work, found, text)])
    return found


def test_fails():
    assert second("no colon") == ["b"]


def test_passes():
    assert second("a:b") == ["b"]
