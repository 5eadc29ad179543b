# needs: monitoring
# handled: first
# A loop's `break` in `finally` drops the exception, as `return` would.
def first(names):
    result = None
    while True:
        try:
            result = names[0].title()  # raised here
        finally:
            break
    return result


def test_fails():
    assert first([None]) == "Ann"


def test_passes():
    assert first(["ann"]) == "Ann"
