"""Papers on their way in: checked in a scratch folder, then kept in the draft's own."""

import logging
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, List, Tuple

from fastapi import HTTPException

from webdashboard.duplicates import find_duplicates
from webdashboard.models import Draft

logger = logging.getLogger(__name__)

PDF = b"%PDF-"


@contextmanager
def scratch(prefix: str) -> Iterator[Path]:
    """A folder that is gone afterwards, whatever happened."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        discard(folder)


def discard(folder: Path) -> None:
    """Removes a folder; what cannot be removed is left to the nightly clean-up."""

    def leave(function, path, error):
        logger.warning("left behind: %s (%s)", path, error)

    shutil.rmtree(folder, onexc=leave)


def receive(draft: Draft, uploads: List[Tuple[str, bytes]], home: Path) -> None:
    """Takes the papers of one batch into the draft; refuses the whole batch if one is no PDF."""
    with scratch("upload-") as folder:
        for name, content in uploads:
            if not content.startswith(PDF):
                raise HTTPException(status_code=400, detail=f"{name} is no PDF")
            (folder / name).write_bytes(content)
        draft.duplicates = find_duplicates(uploads)
        draft.files = [name for name, _ in uploads if name not in draft.duplicates]
        home.mkdir(parents=True, exist_ok=True)
        for name in draft.files:
            shutil.copyfile(folder / name, home / name)
