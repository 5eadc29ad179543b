import json
from pathlib import Path


def number_of(word):
    catalogue = json.loads(Path(__file__).with_name("catalogue.json").read_text())
    return catalogue[word]
