import json
from pathlib import Path

STATE = Path(__file__).parent / "var" / "state.json"


def start():
    """Goes on where the last import stopped."""
    if STATE.exists():
        return json.loads(STATE.read_text())["row"]
    return 0
