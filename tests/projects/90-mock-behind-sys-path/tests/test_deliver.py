from deliver import deliver


def test_is_stored():
    assert deliver("parcel") == "parcel stored"
