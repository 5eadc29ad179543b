"""Finds the source code that raised, and its syntax tree."""

sources, values = kit.part("sources"), kit.part("names_values")
parse = compile
ONLY_AST = 0x400  # This is ast.PyCF_ONLY_AST.


def position(place):
    """Returns the exact source of the code that ran (3.11 and later), or "" if it is not known."""
    code = place.tb_frame.f_code
    if not hasattr(code, "co_positions"):
        return ""
    wanted = place.tb_lasti // 2
    found = [each for index, each in enumerate(code.co_positions()) if index == wanted]
    if not found or None in found[0]:
        return ""
    first, last, begin, end = found[0]
    if last - first > 60:
        return ""
    lines = [line.encode("utf-8", "replace") for line in sources.lines_of(code.co_filename)[first - 1 : last]]
    if not lines or len(lines) != last - first + 1:
        return ""
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][begin:]
    return b"\n".join(lines).decode("utf-8", "replace")


def whole_statement(place):
    """Returns the whole logical line of a place, with all its physical lines."""
    code, number = place.tb_frame.f_code, place.tb_lineno or 0
    text, begin, starts = sources.logical_lines(code, number)
    if not starts:
        return ""
    first = last = starts[number - begin]
    while last - begin + 1 < len(starts) and starts[last - begin + 1] == first and last - first < 100:
        last += 1
    return "\n".join(text[first - 1 : last]).strip()


def without_escapes(text):
    """Returns the text with harmless escapes of the same length, because an invalid escape would give a warning when
    the text is parsed."""
    parts = text.split("\\")
    return parts[0] + "".join(
        [("\\" + part) if part[:1] in ("", "\n", '"', "'") else "xx" + part[1:] for part in parts[1:]]
    )


def tree_of(text):
    """Returns (tree, the text that was parsed) of an expression or a statement, or (None, "") if the text cannot be
    parsed by itself."""
    text = without_escapes(text)
    attempts = ["(" + text + "\n)", text, text + " pass", text + "\ndef f(): pass"]
    word = text.split("(")[0].split()[:1]
    if word in (["elif"],):
        attempts.append(text[2:] + " pass")
    if word in (["except"], ["finally:"]):
        attempts.append("try: pass\n" + text + " pass")
    for attempt in attempts:
        try:
            return parse(attempt, "<testskew>", "exec", ONLY_AST, dont_inherit=True), attempt
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            pass
    return None, ""


def nodes(tree, kinds):
    """Returns the nodes of these kinds, which are names of classes. Inner nodes come first, as this is the order in
    which they run."""
    found = []
    for field in tree._fields:
        value = getattr(tree, field, None)
        for each in value if type(value) is list else (value,):
            if hasattr(each, "_fields"):
                found += nodes(each, kinds)
    if type(tree).__name__ in kinds:
        found.append(tree)
    return found


def source_of(node, text):
    """Returns the source of a node of the tree of `text`."""
    lines = [line.encode("utf-8") for line in text.split("\n")[node.lineno - 1 : node.end_lineno]]
    lines[-1] = lines[-1][: node.end_col_offset]
    lines[0] = lines[0][node.col_offset :]
    return b"\n".join(lines).decode("utf-8", "replace")


class Raised:
    """The frame that raised, with its names and the nodes that may have raised. `exact` says that the source is known
    to the character. The object has to be closed."""

    def __init__(self, place):
        self.place = place
        self.text = position(place)
        self.exact = bool(self.text)
        self.tree, self.parsed = tree_of(self.text) if self.text else (None, "")
        if self.tree is None:
            self.exact = False
            self.text = whole_statement(place)
            self.tree, self.parsed = tree_of(self.text) if self.text else (None, "")
        self.names = values.Names(place)

    def nodes(self, *kinds):
        """Returns the nodes of these kinds that may have raised."""
        if self.tree is None:
            return []
        found = nodes(self.tree, kinds)
        if self.exact and found:
            outer = self.tree.body[0]
            outer = getattr(outer, "value", outer)
            if type(outer).__name__ in kinds:
                return [outer]
        return found

    def source(self, node):
        """Returns the source of one of these nodes."""
        return source_of(node, self.parsed) if "\\" not in self.text else self.text

    def close(self):
        self.names.close()


def only(found):
    """Returns the result that all findings agree on, or None if they differ."""
    return found[0] if found and all([each[:3] == found[0][:3] for each in found]) else None


def between(text, before, after):
    """Returns the part of a text between two others, or "" if they are not there."""
    rest = text.partition(before)[2]
    return rest.partition(after)[0] if after in rest else ""
