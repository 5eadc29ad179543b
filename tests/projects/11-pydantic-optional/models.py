from typing import Optional

from pydantic import BaseModel


class Paper(BaseModel):
    title: str
    doi: Optional[str]
