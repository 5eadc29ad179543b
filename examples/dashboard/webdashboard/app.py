"""The dashboard's HTTP API."""

import io
import logging
import uuid
import zipfile
from pathlib import Path
from typing import Dict, List

from fastapi import Depends, FastAPI, File, HTTPException, Request, Response, UploadFile
from fastapi.responses import FileResponse

from webdashboard import comparison, visualization
from webdashboard.auth import require_key
from webdashboard.models import Draft, Job, JobConfig, Series
from webdashboard.uploads import discard, receive, scratch

logger = logging.getLogger(__name__)

RESULT_TYPES = {"summary": ".md", "table": ".csv", "figure": ".svg"}

app = FastAPI(title="Review dashboard")
app.state.data = Path("data")
app.state.drafts = {}

keyed = [Depends(require_key)]


def draft_folder(job_id: str) -> Path:
    return Path(app.state.data) / "drafts" / job_id


def find_draft(job_id: str) -> Draft:
    drafts: Dict[str, Draft] = app.state.drafts
    if job_id not in drafts:
        raise HTTPException(status_code=404, detail=f"no draft {job_id}")
    return drafts[job_id]


# Handing in papers. Anyone may: a draft is seen only by those who know its id.


@app.post("/api/upload/batch")
async def upload_batch(files: List[UploadFile] = File(...)) -> Draft:
    draft = Draft(job_id=uuid.uuid4().hex)
    try:
        uploads = [(Path(file.filename or "paper.pdf").name, await file.read()) for file in files]
        receive(draft, uploads, draft_folder(draft.job_id))
    except HTTPException:
        raise
    except Exception:
        logger.error("upload failed")
        raise HTTPException(status_code=500, detail="the upload failed, please try again")
    app.state.drafts[draft.job_id] = draft
    return draft


@app.delete("/api/jobs/{job_id}/files", status_code=204)
async def remove_files(job_id: str) -> Response:
    draft = find_draft(job_id)
    discard(draft_folder(job_id))
    draft.files = []
    return Response(status_code=204)


@app.put("/api/jobs/{job_id}/config", dependencies=keyed)
async def configure(job_id: str, config: JobConfig) -> Draft:
    draft = find_draft(job_id)
    unknown = sorted(set(config.output_types) - RESULT_TYPES.keys())
    if unknown:
        raise HTTPException(status_code=422, detail=f"unknown output types: {', '.join(unknown)}")
    draft.config = config
    draft.status = "configured"
    return draft


@app.post("/api/jobs/{job_id}/start", dependencies=keyed)
async def start(job_id: str) -> Draft:
    draft = find_draft(job_id)
    if draft.config is None:
        raise HTTPException(status_code=409, detail="the job is not configured")
    if not draft.files:
        raise HTTPException(status_code=409, detail="the job has no files")
    draft.status = "queued"
    return draft


# What came out.


async def load_job(request: Request, job_id: str) -> Job:
    """The job, if it is there and done."""
    # Not at the top: handing in papers works without the store.
    from webdashboard.store import JobStore

    job = await JobStore(request.app.state.data).load(job_id)
    if job is None:
        raise HTTPException(status_code=404, detail=f"no job {job_id}")
    if job.status != "completed":
        raise HTTPException(status_code=409, detail=f"job {job_id} is {job.status}")
    return job


def job_folder(request: Request, job: Job) -> Path:
    return Path(request.app.state.data) / "jobs" / job.job_id


@app.get("/api/results/types", dependencies=keyed)
async def result_types() -> List[str]:
    return sorted(RESULT_TYPES)


@app.get("/api/jobs/{job_id}/results", dependencies=keyed)
async def results(request: Request, response: Response, job_id: str, type: str = "") -> dict:
    job = await load_job(request, job_id)
    names = [name for name in job.outputs if not type or name.endswith(RESULT_TYPES.get(type, "?"))]
    folder = job_folder(request, job)
    missing = [name for name in names if not (folder / name).is_file()]
    response.headers["ETag"] = f'"{job.job_id}-{len(names)}-{len(missing)}"'
    response.headers["Cache-Control"] = "private, max-age=60"
    return {"job_id": job.job_id, "files": [name for name in names if name not in missing], "missing": missing}


@app.get("/api/jobs/{job_id}/files/{name:path}", dependencies=keyed)
async def result_file(request: Request, job_id: str, name: str) -> FileResponse:
    job = await load_job(request, job_id)
    folder = job_folder(request, job).resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise HTTPException(status_code=400, detail="not a file of this job")
    if name not in job.outputs or not path.is_file():
        raise HTTPException(status_code=404, detail=f"no file {name}")
    return FileResponse(path)


@app.get("/api/jobs/{job_id}/download", dependencies=keyed)
async def download(request: Request, job_id: str) -> Response:
    job = await load_job(request, job_id)
    folder = job_folder(request, job)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in job.outputs:
            if (folder / name).is_file():
                archive.write(folder / name, name)
    disposition = f'attachment; filename="{job.job_id}.zip"'
    return Response(buffer.getvalue(), media_type="application/zip", headers={"Content-Disposition": disposition})


@app.get("/api/compare/{first_id}/{second_id}", dependencies=keyed)
async def compare_jobs(request: Request, first_id: str, second_id: str) -> dict:
    first = await load_job(request, first_id)
    second = await load_job(request, second_id)
    return comparison.compare(first, second, job_folder(request, first), job_folder(request, second))


@app.post("/api/visualizations/temporal", dependencies=keyed)
async def temporal_visualization(series: Series) -> Response:
    with scratch("figure-") as folder:
        image = visualization.render(series, folder).read_bytes()
    return Response(image, media_type="image/svg+xml")
