from models import Paper


def test_doi_may_be_left_out():
    assert Paper(title="On Growth").doi is None


def test_both():
    assert Paper(title="On Growth", doi="10.1/1").doi == "10.1/1"
