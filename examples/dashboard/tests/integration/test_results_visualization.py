"""What a finished job has to show."""

import io
import zipfile

import pytest
from fastapi.testclient import TestClient

from webdashboard.app import app

pytestmark = pytest.mark.integration

KEY = {"X-API-Key": "demo-key"}
OUTPUTS = {"summary.md": "# Summary", "papers.csv": "title,year\nA,2024\n", "years.svg": "<svg/>"}


@pytest.fixture
def client(tmp_path):
    app.state.data = tmp_path
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def done(make_job):
    make_job("done", outputs=OUTPUTS)
    return "/api/jobs/done"


def test_get_job_results_basic(client, done):
    response = client.get(f"{done}/results", headers=KEY)
    assert response.status_code == 200
    assert response.json()["files"] == list(OUTPUTS)


def test_get_results_nonexistent_job(client):
    response = client.get("/api/jobs/never/results", headers=KEY)
    assert response.status_code == 404


def test_get_results_incomplete_job(client, make_job):
    make_job("running", status="running")
    response = client.get("/api/jobs/running/results", headers=KEY)
    assert response.status_code == 409
    assert "running" in response.json()["detail"]


def test_get_results_by_type(client, done):
    response = client.get(f"{done}/results", params={"type": "table"}, headers=KEY)
    assert response.status_code == 200
    assert response.json()["files"] == ["papers.csv"]


def test_temporal_visualization_generation(client):
    points = [{"period": "2024", "count": 5}, {"period": "2023", "count": 2}]
    response = client.post("/api/visualizations/temporal", json={"points": points}, headers=KEY)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/svg+xml"
    assert response.text.index("2023: 2") < response.text.index("2024: 5")


def test_get_specific_result_file(client, done):
    response = client.get(f"{done}/files/summary.md", headers=KEY)
    assert response.status_code == 200
    assert response.text == "# Summary"


def test_path_traversal_prevention(client, done, tmp_path):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    response = client.get(f"{done}/files/..%2F..%2Fsecret.txt", headers=KEY)
    assert response.status_code == 400
    assert "secret" not in response.text


def test_download_all_results(client, done):
    response = client.get(f"{done}/download", headers=KEY)
    assert response.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.namelist() == list(OUTPUTS)


def test_download_incomplete_job_results(client, make_job):
    make_job("running", status="running")
    response = client.get("/api/jobs/running/download", headers=KEY)
    assert response.status_code == 409


def test_missing_output_files_handling(client, make_job):
    make_job("partial", outputs={"summary.md": "# Summary", "papers.csv": None})
    response = client.get("/api/jobs/partial/results", headers=KEY)
    assert response.status_code == 200
    assert response.json()["files"] == ["summary.md"]
    assert response.json()["missing"] == ["papers.csv"]


def test_results_caching(client, done):
    first = client.get(f"{done}/results", headers=KEY)
    second = client.get(f"{done}/results", headers=KEY)
    assert first.status_code == second.status_code == 200
    assert first.headers["etag"] == second.headers["etag"]


def test_api_key_authentication(client):
    response = client.get("/api/results/types")
    assert response.status_code == 401
    assert client.get("/api/results/types", headers={"X-API-Key": "guess"}).status_code == 401
    assert client.get("/api/results/types", headers=KEY).status_code == 200
