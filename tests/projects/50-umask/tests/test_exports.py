import stat

from exports import export


def test_others_may_read(tmp_path):
    assert export(tmp_path / "a.txt", "a").stat().st_mode & stat.S_IROTH


def test_text(tmp_path):
    assert export(tmp_path / "a.txt", "a").read_text() == "a"
