from spool import LOCK, acquire


def test_spool_is_free():
    assert acquire()


def test_lock_has_a_name():
    assert LOCK.suffix == ".lock"
