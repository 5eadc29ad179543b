"""What goes in and out of the API."""

from typing import Any, Dict, List, Optional

from pydantic import BaseModel, Field


class JobConfig(BaseModel):
    review_type: str = "literature"
    output_types: List[str] = Field(default_factory=lambda: ["summary"])
    research_question: Optional[str] = None

    class Config:
        json_schema_extra = {"example": {"review_type": "literature", "output_types": ["summary", "table"]}}


class Draft(BaseModel):
    job_id: str
    status: str = "draft"
    files: List[str] = Field(default_factory=list)
    duplicates: Dict[str, str] = Field(default_factory=dict)
    config: Optional[JobConfig] = None

    class Config:
        validate_assignment = True


class Job(BaseModel):
    job_id: str
    status: str
    created: str
    metadata: Dict[str, Any] = Field(default_factory=dict)
    outputs: List[str] = Field(default_factory=list)


class Point(BaseModel):
    period: str
    count: int = Field(ge=0)


class Series(BaseModel):
    title: str = "Papers by year"
    points: List[Point] = Field(min_length=1)
