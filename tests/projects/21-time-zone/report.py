import datetime


def day_of(timestamp):
    """The day on which something happened, for the daily report."""
    return datetime.datetime.fromtimestamp(timestamp).date().isoformat()
