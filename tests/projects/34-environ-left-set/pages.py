import os


def error_page(error):
    if os.environ.get("APP_DEBUG"):
        return f"<h1>{type(error).__name__}: {error}</h1>"
    return "<h1>Something went wrong</h1>"
