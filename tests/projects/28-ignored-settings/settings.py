import configparser
from pathlib import Path

CONFIG = Path(__file__).parent / "config"


def load():
    """The defaults, and what this installation changes."""
    parser = configparser.ConfigParser()
    parser.read([CONFIG / "defaults.ini", CONFIG / "local.ini"])
    return parser
