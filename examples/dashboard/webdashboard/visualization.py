"""Charts of results, as SVG."""

from html import escape
from pathlib import Path

from webdashboard.models import Series

BAR, GAP, HEIGHT = 24, 8, 120


def draw(series: Series) -> str:
    """A bar for each period, in the order of time."""
    points = sorted(series.points, key=lambda point: point.period)
    most = max(point.count for point in points) or 1
    bars = []
    for index, point in enumerate(points):
        height = HEIGHT * point.count // most
        bars.append(
            f'<rect x="{index * (BAR + GAP)}" y="{HEIGHT - height}" width="{BAR}" height="{height}">'
            f"<title>{escape(point.period)}: {point.count}</title></rect>"
        )
    width = len(points) * (BAR + GAP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}">'
        f"<desc>{escape(series.title)}</desc>{''.join(bars)}</svg>"
    )


def render(series: Series, folder: Path) -> Path:
    """Draws into a file, the way the other renderers do."""
    target = folder / "temporal.svg"
    target.write_text(draw(series), encoding="utf-8")
    return target
