import os
import warnings

import pytest


class Outer(Exception):
    pass


def helper(key):
    return {}[key]


@pytest.fixture
def broken():
    return os.environ["PROBE_TEST_NOT_SET"]


def test_pass():
    pass


def test_chain():
    print("printed")
    try:
        helper("k")
    except KeyError as error:
        raise Outer("outer") from error


@pytest.mark.skip(reason="not today")
def test_skip():
    pass


@pytest.mark.xfail(reason="known")
def test_xfail():
    assert 0


@pytest.mark.xfail
def test_xpass():
    pass


def test_error(broken):
    pass


def test_warns():
    warnings.warn("careful")


@pytest.mark.parametrize("text", ['a"b', "\u00e9"])
def test_text(text):
    pass


def test_assertion():
    assert [1, 2] == [1, 3]


def test_deselect_me():
    assert os.environ.get("PROBE_TEST_NOT_SET") is None
