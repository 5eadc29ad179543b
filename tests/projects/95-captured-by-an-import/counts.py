try:
    import speedups
except ImportError:
    speedups = None


def count(words):
    if speedups is not None:
        return speedups.count(words)
    return {word: words.count(word) for word in set(words)}
