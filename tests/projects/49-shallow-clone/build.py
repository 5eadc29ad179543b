import subprocess
from pathlib import Path


def number():
    """The build's number: how many commits led to it."""
    command = ["git", "rev-list", "--count", "HEAD"]
    return int(subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True).stdout)
