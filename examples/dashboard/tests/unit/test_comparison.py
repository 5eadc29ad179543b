from webdashboard import comparison


def test_deltas_only_of_common_numbers():
    assert comparison.deltas({"a": 1, "b": 2}, {"b": 5, "c": 1}) == {"b": {"before": 2, "after": 5, "change": 3}}


def test_a_job_without_metrics_has_none(tmp_path):
    assert comparison.read_metrics(tmp_path) == {}


def test_words_are_no_metrics(tmp_path):
    (tmp_path / "metrics.json").write_text('{"papers": 3, "model": "small"}', encoding="utf-8")
    assert comparison.read_metrics(tmp_path) == {"papers": 3}
