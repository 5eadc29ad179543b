"""Records the variables that the project looked up and did not find (os.environ[...], .get, os.getenv). Each name is
recorded once for each place."""

import os
import sys

paths, record, chains = kit.part("paths"), kit.part("record"), kit.part("chains")
getframe = sys._getframe
seen = set()
KEEPS_TRIMMED = sys.version_info >= (3, 11)


def install():
    owner = type(os.environ)
    original = owner.__getitem__

    def __getitem__(self, key):
        try:
            return original(self, key)
        except KeyError as error:
            if self is os.environ:
                note(key)
            if KEEPS_TRIMMED:
                error.__traceback__ = error.__traceback__.tb_next
            raise

    __getitem__.__qualname__, __getitem__.__module__ = original.__qualname__, original.__module__
    owner.__getitem__ = __getitem__


def note(name):
    """Records the place at which the project's own code asked for a variable. The lookup may pass through the standard
    library. A lookup that a third-party library makes is not recorded."""
    try:
        frame = getframe(2)
        for _ in range(4):
            kind = paths.place(frame.f_code.co_filename)[1]
            if kind != "l":
                break
            frame = frame.f_back
            if frame is None:
                return
        if kind != "p" or type(name) is not str or len(seen) > 2000:
            return
        key = (name, frame.f_code.co_filename, frame.f_lineno)
        if key not in seen:
            seen.add(key)
            record.pending.append(
                record.encode(
                    {
                        "t": "missing",
                        "kind": "environ",
                        "name": name,
                        "id": kit.node,
                        "at": chains.frame(frame.f_code, frame.f_lineno, whole=False),
                    }
                )
                + "\n"
            )
    except Exception:
        kit.trouble("environ")
