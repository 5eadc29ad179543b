"""Ways to fail whose line differs between versions of Python, or whose statement has several lines. cases.py knows what each must be recorded as."""
import asyncio
import contextlib
import unittest

import pytest


class Boom(Exception):
    pass


def fail(*_args, **_more):
    raise Boom("no `thing_one`")


@contextlib.contextmanager
def breaks_at_exit():
    yield 1
    raise Boom("at exit")


class Chain:
    def then(self, how):
        if how:
            raise Boom("in the chain")
        return self


def helper(value):
    assert (
        value
        == 2
    )


def test_assertion():
    assert 1 == 2, (
        "three"
    )


def test_helper():
    helper(
        1,
    )


def test_call_over_lines():
    fail(
        1,
        2,
        more=[
            3,
        ],
    )


def test_argument_over_lines():
    str(
        "a",
        fail(
            2
        ),
    )


def test_chain_over_lines():
    (Chain()
        .then(0)
        .then(
            1)
        .then(0))


def test_assigned_over_lines():
    value = {
        "a": 1,
        "b": fail(),
    }
    assert value


def test_operator_over_lines():
    return (1 +
            None)


def test_subscript_over_lines():
    return {
        "a": 1
    }[
        "no_such_key"
    ]


def test_comprehension_over_lines():
    return [
        fail(x)
        for x in (1, 2)
        if x
    ]


def test_generator_over_lines():
    return sum(
        fail(x)
        for x in (1, 2)
    )


def test_lambda_over_lines():
    (lambda:
        fail()
     )()


def test_with_exit():
    with breaks_at_exit():
        one = 1
        two = one


def test_with_exit_over_lines():
    with contextlib.ExitStack() as stack, \
            breaks_at_exit():
        stack.close()


def test_with_body():
    with breaks_at_exit():
        fail()


def test_backslash():
    value = 1 + \
        fail()
    return value


def test_string_over_lines():
    text = """
    one ( [ {
    """ + fail()
    return text


def test_fstring_over_lines():
    return (f"{1} ' (" "[ # "
            f"{fail()}")


def test_condition_over_lines():
    if (1 and
            fail()):
        pass


def test_loop_over_lines():
    for _ in (
            1,
            fail()):
        pass


def test_decorator():
    @contextlib.contextmanager
    @fail
    def inner():
        pass


def test_decorator_over_lines():
    @pytest.mark.parametrize(
        "a",
        fail(),
    )
    def inner():
        pass


def test_class_body():
    class Inner(
        object,
        metaclass=fail,
    ):
        pass


def test_default_over_lines():
    def inner(
        a=1,
        b=fail(),
    ):
        pass


def test_raise_over_lines():
    raise Boom(
        "no 'thing_one'"
    )


def test_raise_from():
    try:
        fail()
    except Boom as error:
        raise ValueError(
            "worse"
        ) from error


def test_raised_in_finally():
    try:
        pass
    finally:
        fail()


def test_raises_nothing():
    with pytest.raises(
            Boom):
        pass


@pytest.fixture
def broken():
    fail(
        1)


def test_fixture(broken):
    pass


@pytest.fixture
def broken_later():
    yield
    fail(
        1)


def test_teardown(broken_later):
    pass


class TestCase(unittest.TestCase):
    def test_unittest(self):
        self.assertEqual(
            1,
            2)

    def test_subtests(self):
        with self.subTest(
                x=1):
            fail()


class Broken:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        fail()


def test_async_with_exit():
    async def inner():
        async with Broken():
            one = 1
            del one

    asyncio.run(inner())


def test_with_exit_at_return():
    with breaks_at_exit():
        return


def test_with_nested():
    with breaks_at_exit():
        with contextlib.suppress(ValueError):
            one = 1
        two = one + 1
        del two


def test_with_exit_replaces():
    with Replaces():
        raise KeyError(1)


class Replaces:
    def __enter__(self):
        pass

    def __exit__(self, *_):
        fail()
