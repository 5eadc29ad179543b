from backup import write


def test_read_only_folder_is_refused(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    folder.chmod(0o555)
    assert write(folder, "a") == "refused"


def test_written(tmp_path):
    assert write(tmp_path, "a") == "written"
