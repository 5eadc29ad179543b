"""Finds papers that were handed in twice."""

import hashlib
from typing import Dict, Iterable, Tuple


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def find_duplicates(files: Iterable[Tuple[str, bytes]]) -> Dict[str, str]:
    """Maps the name of each later copy to the name under which its content came first."""
    first: Dict[str, str] = {}
    copies: Dict[str, str] = {}
    for name, content in files:
        original = first.setdefault(digest(content), name)
        if original != name:
            copies[name] = original
    return copies
