from worker import slots


def test_every_slot_is_free():
    assert slots() == 4


def test_there_are_slots():
    assert slots() > 0
