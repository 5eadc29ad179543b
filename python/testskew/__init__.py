"""testskew is a program, not a library: this package only finds it (see __main__.py)."""
