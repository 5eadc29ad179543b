from feeds.config import base


def index():
    return base()
