from importer import STATE, start


def test_starts_at_the_beginning():
    assert start() == 0


def test_state_is_kept_in_the_project():
    assert STATE.name == "state.json"
