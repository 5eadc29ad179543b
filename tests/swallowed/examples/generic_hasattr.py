# needs: monitoring
class Report:
    def __init__(self, rows):
        self.rows = rows

    @property
    def title(self):
        return self.rows.header  # raised here


class Rows(list):
    header = "rows"


def heading(report):
    return report.title if hasattr(report, "title") else "untitled"


def test_fails():
    assert heading(Report([1])) == "rows"


def test_passes():
    assert heading(Report(Rows([1]))) == "rows"
