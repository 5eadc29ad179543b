"""The API key: one for the whole dashboard, from the environment."""

import os
import secrets
from typing import Optional

from fastapi import Header, HTTPException


def expected_key() -> Optional[str]:
    """The key that requests must carry; none while the dashboard runs on a developer's machine."""
    return os.environ.get("DASHBOARD_API_KEY")


async def require_key(x_api_key: Optional[str] = Header(default=None)) -> None:
    key = expected_key()
    if not key:
        return
    if x_api_key is None or not secrets.compare_digest(x_api_key, key):
        raise HTTPException(status_code=401, detail="a valid X-API-Key header is needed")
