"""Finds lines and statements of source files. It reads the files itself, because linecache belongs to the tests."""

import os
import sys

paths = kit.part("paths")
open_fd, read, close, stat = os.open, os.read, os.close, paths.stat
MOST = 8000000  # At most about this many bytes of a file are read.
lines = {}  # Maps a file name to the lines of the file.
stamps = {}  # Maps a file name to the stamp that the file had when it was read, or to None if it could not be read.
# Maps a file name to {first line: for each line from there on, the number of the line on which its statement begins}.
starts = {}
special = None  # This finds the few characters of a line that matter to statement_starts.


def bind():
    """Gets everything that is needed later. It is called when pytest, and with it `re`, is imported, because tests
    remove modules from sys.modules."""
    statement_starts([""], 1, 1)


def source_line(name, number):
    """Returns a line of a file without the space around it, or "" if there is no such line."""
    return stripped(lines_of(name), number)


def stripped(text, number):
    return text[number - 1].strip()[:500] if 0 < number <= len(text) else ""


def lines_of(name):
    """Returns the lines of a file, which are none if it cannot be read. The file is read again in two cases: it has
    changed, because tests write modules; or it could not be read before, because a test may have used all
    descriptors."""
    stamp = stamp_of(name)
    text = lines.get(name)
    if text is None or stamps.get(name) != stamp:
        text = lines[name] = read_lines(name)
        stamps[name] = stamp if text else None
        starts.pop(name, None)
    return text


def stamp_of(name):
    """Returns a value that changes if the file does."""
    if name[:1] == "<":
        return ""
    try:
        found = stat(name)
        return found.st_mtime_ns, found.st_size
    except (OSError, ValueError):
        return ""


def statement(code, number):
    """Returns the first line of the statement that a line belongs to, without the space around it. Versions of Python
    blame different lines of a long statement. Up to 3.10, an exception that a decorator raises has the line of the
    decorated function."""
    text, begin, found = logical_lines(code, number)
    if not found:
        return ""
    first, last = found[number - begin], begin + len(found) - 1
    while text[first - 1].lstrip().startswith("@"):
        after = first + 1
        while after <= last and (found[after - begin] <= first or not is_code(text[after - 1])):
            after += 1
        if after > last:
            break
        first = after
    return stripped(text, first)


def logical_lines(code, number):
    """Returns the lines of the file, the number of the line on which the code begins, and `starts`. From that line on,
    `starts` has the number of the line on which the logical line of each line begins. It reaches at least to the end of
    the statement to which the line `number` belongs. It is empty if there is no such line."""
    name = code.co_filename
    text = lines_of(name)
    if not 0 < number <= len(text):
        return text, 1, ()
    begin = code.co_firstlineno
    if code.co_name.startswith("<") or not 0 < begin <= number:
        begin = 1  # A lambda or a generator expression begins within a statement.
    known = starts.setdefault(name, {})
    found = known.get(begin, ())
    if number - begin >= len(found):
        found = known[begin] = statement_starts(text, begin, number)
    return text, begin, found


def is_code(line):
    """Returns False for an empty line and for a comment."""
    line = line.strip()
    return line != "" and line[0] != "#"


def statement_starts(text, begin, number):
    """Returns for each line from `begin` on the number of the line on which its logical line begins. Brackets, strings
    and backslashes hold lines together. It stops at the end of the statement of the line `number`, or of the statement
    after it if that line is a decorator, because a whole long file takes milliseconds."""
    found, first, depth, quote, open_ = [], begin, 0, "", False
    global special
    if special is None:
        special = kit.borrow("re").compile("[\"'#()\\[\\]{}\\\\]").search
    for current in range(begin, len(text) + 1):
        line = text[current - 1]
        if not open_:
            first = current
        found.append(first)
        at, size, joined = 0, len(line), False
        while at < size:
            if quote:
                end = line.find(quote, at)
                slash = line.find("\\", at)
                if -1 < slash < end or (end < 0 <= slash):
                    at, joined = slash + 2, slash + 1 == size
                elif end < 0:
                    break
                else:
                    at, quote = end + len(quote), ""
                continue
            match = special(line, at)
            if match is None:
                break
            at = match.start()
            char = line[at]
            if char == "#":
                break
            if char in "([{":
                depth += 1
            elif char in ")]}":
                depth = max(depth - 1, 0)
            elif char in "\"'":
                quote = char * 3 if line.startswith(char * 3, at) else char
                at += len(quote) - 1
            elif char == "\\" and at + 1 == size:
                joined = True
            at += 1
        if len(quote) == 1 and not joined:
            quote = ""
        open_ = bool(depth or quote or joined)
        if current >= number and not open_ and is_code(line) and not text[first - 1].lstrip().startswith("@"):
            return found
    return list(range(begin, len(text) + 1)) if open_ and (depth or quote) else found


def read_lines(name):
    """Returns the lines of a file as they are now, which are none if it cannot be read."""
    try:
        if name.startswith("<"):
            # linecache holds the source of doctests, and of code that attrs and dataclasses make.
            entry = sys.modules["linecache"].cache.get(name)
            return [str(line) for line in entry[2]] if entry and len(entry) > 2 else []
        fd = open_fd(name, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        try:
            blocks = []
            while sum(map(len, blocks)) < MOST:
                block = read(fd, 1000000)
                if not block:
                    break
                blocks.append(block)
        finally:
            close(fd)
        data = b"".join(blocks)
        if data[:3] == b"\xef\xbb\xbf":
            # The codec utf-8-sig would be one more module in sys.modules when it is used for the first time.
            data = data[3:]
        encoding = "utf-8"
        for line in data.split(b"\n", 2)[:2]:
            if line.lstrip().startswith(b"#") and b"coding" in line:
                name = line.partition(b"coding")[2].lstrip(b":= ").split()[0].split(b"-*-")[0]
                encoding = name.decode("ascii", "replace")
        try:
            return data.decode(encoding, "replace").replace("\r\n", "\n").replace("\f", " ").split("\n")
        except LookupError:
            return data.decode("utf-8", "replace").split("\n")
    except Exception:
        return []
