import os
from pathlib import Path

LOCK = Path("/var/tmp") / f"spool-{os.getuid()}.lock"


def acquire():
    """True where the spool was free. A lock that is found is stale: it is removed for the next one."""
    try:
        os.close(os.open(LOCK, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        LOCK.unlink(missing_ok=True)
        return False
    return True
