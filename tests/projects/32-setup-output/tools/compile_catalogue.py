import json
from pathlib import Path

words = Path("words.txt").read_text().split()
Path("catalogue.json").write_text(json.dumps({word: index for index, word in enumerate(words)}))
