from webdashboard.models import Series
from webdashboard.visualization import draw, render


def test_one_bar_per_period():
    series = Series(points=[{"period": "2024", "count": 1}, {"period": "2025", "count": 2}])
    assert draw(series).count("<rect") == 2


def test_titles_are_escaped():
    assert "<desc>a &lt; b</desc>" in draw(Series(title="a < b", points=[{"period": "2024", "count": 0}]))


def test_render_writes_a_file(tmp_path):
    path = render(Series(points=[{"period": "2024", "count": 1}]), tmp_path)
    assert path.read_text(encoding="utf-8").startswith("<svg")
