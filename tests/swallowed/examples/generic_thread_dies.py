# needs: monitoring
import threading


def work(found, text):
    found.append(text.split(":")[1])  # raised here


def second(text):
    found = []
    thread = threading.Thread(target=work, args=(found, text))
    thread.start()
    thread.join()
    return found


def test_fails():
    assert second("no colon") == ["b"]


def test_passes():
    assert second("a:b") == ["b"]
