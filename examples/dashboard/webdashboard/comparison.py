"""How two jobs' results differ."""

import json
from pathlib import Path
from typing import Any, Dict

from webdashboard.models import Job


def read_metrics(folder: Path) -> Dict[str, float]:
    """The numbers of a job; a job without the file has none."""
    path = folder / "metrics.json"
    if not path.is_file():
        return {}
    return {name: value for name, value in json.loads(path.read_text(encoding="utf-8")).items() if isinstance(value, (int, float))}


def deltas(first: Dict[str, float], second: Dict[str, float]) -> Dict[str, Dict[str, Any]]:
    """For each number that both have: before, after and change."""
    return {
        name: {"before": first[name], "after": second[name], "change": round(second[name] - first[name], 6)}
        for name in sorted(first.keys() & second.keys())
    }


def compare(first: Job, second: Job, first_folder: Path, second_folder: Path) -> Dict[str, Any]:
    before, after = read_metrics(first_folder), read_metrics(second_folder)
    keys = sorted(first.metadata.keys() | second.metadata.keys())
    return {
        "jobs": [first.job_id, second.job_id],
        "delta": deltas(before, after),
        "only_first": sorted(before.keys() - after.keys()),
        "only_second": sorted(after.keys() - before.keys()),
        "outputs": {
            "missing_in_first": sorted(set(second.outputs) - set(first.outputs)),
            "missing_in_second": sorted(set(first.outputs) - set(second.outputs)),
        },
        "metadata": {
            key: [first.metadata.get(key), second.metadata.get(key)]
            for key in keys
            if first.metadata.get(key) != second.metadata.get(key)
        },
    }
