def test_remembers_the_last_result(request, cache):
    cache.set("demo/last", 42)
    assert request.config.cache.get("demo/last", None) == 42


def test_sum():
    assert sum([1, 2]) == 3
