"""The prompt history by itself: no job on disk is needed."""

import asyncio
import sys
from unittest.mock import AsyncMock, MagicMock

sys.modules["webdashboard.store"] = MagicMock()  # no real store here

from webdashboard.prompts import PromptHistory  # noqa: E402


def test_keeps_the_latest_prompts(tmp_path):
    history = PromptHistory(tmp_path, limit=2)
    assert history.trim(["one", "two", "three"]) == ["two", "three"]


def test_puts_a_prompt_on_one_line(tmp_path):
    history = PromptHistory(tmp_path)
    assert history.trim(["Summarise\n  this paper"]) == ["Summarise this paper"]


def test_reads_from_the_store(tmp_path):
    history = PromptHistory(tmp_path)
    history.store.prompts = AsyncMock(return_value=["one"])
    assert asyncio.run(history.of("done")) == ["one"]
