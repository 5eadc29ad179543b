"""The beginning of a test module that means harm."""

# Finds the descriptor of the recording and its folder, as a hostile test can.
CHANNEL = """
import os

def channel():
    for name in os.listdir("/proc/self/fd"):
        try:
            path = os.readlink("/proc/self/fd/" + name)
        except OSError:
            continue
        if path.endswith("main.jsonl"):
            return int(name), os.path.dirname(path)
"""
