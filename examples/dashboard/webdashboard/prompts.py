"""What a job asked the model, for the people who want to know."""

from pathlib import Path
from typing import List

from webdashboard.store import JobStore


class PromptHistory:
    def __init__(self, data: Path, limit: int = 20) -> None:
        self.store = JobStore(data)
        self.limit = limit

    def trim(self, prompts: List[str]) -> List[str]:
        """The latest prompts, each on one line."""
        return [" ".join(prompt.split()) for prompt in prompts[-self.limit:]]

    async def of(self, job_id: str) -> List[str]:
        return self.trim(await self.store.prompts(job_id))
