import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parent / "tools" / "upper.sh"


def upper(text):
    return subprocess.run([str(SCRIPT)], input=text, capture_output=True, text=True, check=True).stdout
