import os


def headers():
    return {"Authorization": "Bearer " + os.environ["ARCHIVE_TOKEN"]}
