"""Finds the functions whose code differs between two releases. It is asked where no signature explains a failure."""

import ast
import difflib
import textwrap

SHOWN = 70  # how many characters of a line are shown
MOST_BODIES = 2


def code_of(found):
    """The lines of a function's body as ast writes them: without its docstring, comments and layout."""
    try:
        node = ast.parse(textwrap.dedent("".join(each + "\n" for each in found.lines))).body[0]
    except (SyntaxError, ValueError, IndexError):
        return None
    body = getattr(node, "body", None)
    if body is None:
        return None
    if isinstance(body[0], ast.Expr) and isinstance(getattr(body[0], "value", None), ast.Constant):
        body = body[1:]
    return [line for each in body for line in ast.unparse(each).splitlines()]


def first_difference(old, new):
    """What the new code has at the first place at which it differs from the old one, in words; "" if it does not."""
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace":
            return "its code has %s where the passing release has %s" % (shown(new[c:d]), shown(old[a:b]))
        if kind == "insert":
            return "its code has %s, which the passing release has not" % shown(new[c:d])
        if kind == "delete":
            return "its code lacks %s, which the passing release has" % shown(old[a:b])
    return ""


def shown(lines):
    """The first line that says something, quoted."""
    line = next((each.strip() for each in lines if each.strip() not in ("", "else:", "try:", "pass")), "")
    line = line if len(line) <= SHOWN else line[: SHOWN - 4] + " ..."
    return "`%s`" % line + (" and more" if len(lines) > 1 else "")


def on_the_path(failure, seen, tops):
    """The functions of the package that a failure went through, innermost first, and those that its statement calls."""
    for frame in failure["frames"]:
        yield function_at(frame, seen, tops)
    for call in failure["calls"]:
        try:
            with open(call["file"], encoding="utf-8") as file:
                found = calls_on(file.read(), call["line"], call["source"])
        except (OSError, ValueError):
            continue
        for each in found if not call["into"] else ():
            if each.name.partition(".")[0] in tops:
                yield each.name


def other_bodies(failures, seen, before, after, tops):
    done, found = set(), []
    for failure in failures:
        for path in on_the_path(failure, seen, tops):
            if not path or path in done or len(found) == MOST_BODIES:
                continue
            done.add(path)
            old, new = function_of(before.find(path)), function_of(after.find(path))
            old, new = old and code_of(old), new and code_of(new)
            if old and new and old != new:
                found.append(change(public(seen, path) or path, "behaviour", [], "", first_difference(old, new)))
    return found
