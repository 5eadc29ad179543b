"""Two jobs side by side."""

import pytest
from fastapi.testclient import TestClient

from webdashboard.app import app

pytestmark = pytest.mark.integration


@pytest.fixture
def client(tmp_path):
    app.state.data = tmp_path
    return TestClient(app, raise_server_exceptions=False, headers={"X-API-Key": "demo-key"})


@pytest.fixture
def two_jobs(make_job):
    make_job("before", metrics={"papers": 10, "included": 4}, outputs={"summary.md": "# four"}, metadata={"model": "small"})
    make_job("after", metrics={"papers": 12, "included": 7}, outputs={"summary.md": "# seven"}, metadata={"model": "large"})


def test_compare_jobs_basic(client, two_jobs):
    response = client.get("/api/compare/before/after")
    assert response.status_code == 200
    assert response.json()["jobs"] == ["before", "after"]


def test_compare_jobs_delta_format(client, two_jobs):
    response = client.get("/api/compare/before/after")
    assert response.status_code == 200
    assert response.json()["delta"]["included"] == {"before": 4, "after": 7, "change": 3}


def test_compare_jobs_nonexistent_first(client, two_jobs):
    response = client.get("/api/compare/never/after")
    assert response.status_code == 404
    assert "never" in response.json()["detail"]


def test_compare_jobs_nonexistent_second(client, two_jobs):
    response = client.get("/api/compare/before/never")
    assert response.status_code == 404
    assert "never" in response.json()["detail"]


def test_compare_jobs_incomplete_first(client, two_jobs, make_job):
    make_job("running", status="running")
    response = client.get("/api/compare/running/after")
    assert response.status_code == 409


def test_compare_jobs_incomplete_second(client, two_jobs, make_job):
    make_job("running", status="running")
    response = client.get("/api/compare/before/running")
    assert response.status_code == 409


def test_compare_jobs_different_structures(client, make_job):
    make_job("old", metrics={"papers": 10, "minutes": 3})
    make_job("new", metrics={"papers": 11, "tokens": 900})
    response = client.get("/api/compare/old/new")
    assert response.status_code == 200
    assert response.json()["only_first"] == ["minutes"]
    assert response.json()["only_second"] == ["tokens"]


def test_compare_jobs_missing_files(client, make_job):
    make_job("old", outputs={"summary.md": "# a"})
    make_job("new", outputs={"summary.md": "# a", "table.csv": "a,b"}, metrics={"papers": 1})
    response = client.get("/api/compare/old/new")
    assert response.status_code == 200
    assert response.json()["outputs"]["missing_in_first"] == ["table.csv"]
    assert response.json()["delta"] == {}


def test_compare_jobs_metadata_differences(client, two_jobs):
    response = client.get("/api/compare/before/after")
    assert response.status_code == 200
    assert response.json()["metadata"] == {"model": ["small", "large"]}
