import os

import pytest


def die(place):
    if place == "PLACE":
        DIE


@pytest.fixture
def around():
    die("setup")
    yield
    die("teardown")


def test_before():
    pass


def test_dies(around):
    die("call")
