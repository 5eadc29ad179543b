import json

import pytest


@pytest.fixture
def make_job(tmp_path):
    """Puts a job on disk, as the worker would leave it."""

    def make(job_id, *, status="completed", outputs=None, metrics=None, metadata=None):
        folder = tmp_path / "jobs" / job_id
        folder.mkdir(parents=True)
        outputs = outputs or {}
        for name, text in outputs.items():
            if text is not None:
                (folder / name).write_text(text, encoding="utf-8")
        if metrics is not None:
            (folder / "metrics.json").write_text(json.dumps(metrics), encoding="utf-8")
        job = {"job_id": job_id, "status": status, "created": "2025-11-03", "metadata": metadata or {}, "outputs": list(outputs)}
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        return folder

    return make
