"""The jobs that have been worked on: a folder each, with job.json and the outputs."""

import asyncio
import json
from pathlib import Path
from typing import Optional

from webdashboard.models import Job


class JobStore:
    def __init__(self, root: Path) -> None:
        self.root = Path(root) / "jobs"

    def folder(self, job_id: str) -> Path:
        return self.root / job_id

    async def load(self, job_id: str) -> Optional[Job]:
        """The job, or None where there is none of that name."""
        path = self.folder(job_id) / "job.json"
        try:
            text = await asyncio.to_thread(path.read_text, encoding="utf-8")
        except FileNotFoundError:
            return None
        return Job.model_validate(json.loads(text))

    async def prompts(self, job_id: str) -> list:
        """Every prompt that the job sent, oldest first."""
        path = self.folder(job_id) / "prompts.json"
        return json.loads(await asyncio.to_thread(path.read_text, encoding="utf-8"))
