"""From a batch of papers to a job in the queue."""

import pytest
from fastapi.testclient import TestClient

from webdashboard.app import app

pytestmark = pytest.mark.integration

KEY = {"X-API-Key": "demo-key"}
PAPER = b"%PDF-1.7 a paper"
OTHER = b"%PDF-1.7 another paper"


@pytest.fixture
def client(tmp_path):
    app.state.data = tmp_path
    app.state.drafts = {}
    return TestClient(app, raise_server_exceptions=False)


def upload(client, *papers, headers=KEY):
    files = [("files", (name, content, "application/pdf")) for name, content in papers]
    return client.post("/api/upload/batch", files=files, headers=headers)


def new_draft(client):
    response = upload(client, ("first.pdf", PAPER), ("second.pdf", OTHER))
    assert response.status_code == 200
    return response.json()["job_id"]


def configure(client, job_id, **config):
    return client.put(f"/api/jobs/{job_id}/config", json=config or {"output_types": ["summary"]}, headers=KEY)


def test_batch_upload_creates_draft_job(client):
    response = upload(client, ("first.pdf", PAPER), ("second.pdf", OTHER), ("copy.pdf", PAPER))
    assert response.status_code == 200
    draft = response.json()
    assert draft["status"] == "draft"
    assert draft["files"] == ["first.pdf", "second.pdf"]
    assert draft["duplicates"] == {"copy.pdf": "first.pdf"}


def test_batch_upload_single_file(client, tmp_path):
    response = upload(client, ("only.pdf", PAPER))
    assert response.status_code == 200
    kept = tmp_path / "drafts" / response.json()["job_id"] / "only.pdf"
    assert kept.read_bytes() == PAPER


def test_batch_upload_rejects_non_pdf(client):
    response = upload(client, ("first.pdf", PAPER), ("notes.txt", b"plain text"))
    assert response.status_code == 400
    assert "notes.txt" in response.json()["detail"]


def test_batch_upload_without_api_key(client):
    response = upload(client, ("first.pdf", PAPER), headers={})
    assert response.status_code == 200


def test_configure_draft_job(client):
    job_id = new_draft(client)
    response = configure(client, job_id, review_type="scoping", output_types=["summary", "table"])
    assert response.status_code == 200
    assert response.json()["status"] == "configured"
    assert response.json()["config"]["review_type"] == "scoping"


def test_configure_nonexistent_job(client):
    job_id = new_draft(client)
    response = configure(client, "0" * len(job_id))
    assert response.status_code == 404


def test_start_configured_job(client):
    job_id = new_draft(client)
    configure(client, job_id)
    response = client.post(f"/api/jobs/{job_id}/start", headers=KEY)
    assert response.status_code == 200
    assert response.json()["status"] == "queued"


def test_start_unconfigured_job(client):
    job_id = new_draft(client)
    response = client.post(f"/api/jobs/{job_id}/start", headers=KEY)
    assert response.status_code == 409
    assert "configured" in response.json()["detail"]


def test_start_job_without_files(client):
    job_id = new_draft(client)
    configure(client, job_id)
    assert client.delete(f"/api/jobs/{job_id}/files", headers=KEY).status_code == 204
    response = client.post(f"/api/jobs/{job_id}/start", headers=KEY)
    assert response.status_code == 409
    assert "no files" in response.json()["detail"]


def test_complete_input_pipeline(client):
    response = upload(client, ("first.pdf", PAPER), ("copy.pdf", PAPER))
    assert response.status_code == 200
    job_id = response.json()["job_id"]
    assert configure(client, job_id, output_types=["figure"]).status_code == 200
    response = client.post(f"/api/jobs/{job_id}/start", headers=KEY)
    assert response.json()["status"] == "queued"
    assert response.json()["files"] == ["first.pdf"]
