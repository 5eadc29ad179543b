# needs: monitoring
# The future that holds the exception is never asked.
from concurrent.futures import ThreadPoolExecutor


def index(words, word):
    words.append(word.lower())  # raised here


def indexed(*given):
    words = []
    with ThreadPoolExecutor(1) as pool:
        for word in given:
            pool.submit(index, words, word)
    return words


def test_fails():
    assert indexed("A", 2) == ["a", "2"]


def test_passes():
    assert indexed("A", "B") == ["a", "b"]
