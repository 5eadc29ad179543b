"""Writes the stacks of all threads when a signal arrives, for a session that has to be ended. faulthandler does it in C
and needs neither a lock nor Python code. signal.getsignal does not see it, and pytest's own faulthandler plugin uses
other signals."""

import sys

signal_number = None


def install(path):
    global signal_number
    signals = sys.modules.get("_signal")
    if not hasattr(signals, "SIGRTMIN"):  # macOS has no such signals.
        return
    record = kit.part("record")
    try:
        fd = record.move_up(record.open_fd(path, record.FLAGS, 0o600))
        kit.borrow("faulthandler").register(int(signals.SIGRTMIN) + 5, file=fd, all_threads=True, chain=False)
        signal_number = int(signals.SIGRTMIN) + 5
    except Exception:
        kit.trouble("stacks")
