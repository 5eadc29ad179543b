"""The source of what raised, and its syntax tree."""

sources, values = kit.part("sources"), kit.part("names_values")
parse = compile
ONLY_AST = 0x400  # ast.PyCF_ONLY_AST


def position(place):
    """The exact source of what ran (3.11 and later), "" if it is not known."""
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
    """The logical line that a place stands in, with all its lines."""
    code, number = place.tb_frame.f_code, place.tb_lineno or 0
    text, begin, starts = sources.logical_lines(code, number)
    if not starts:
        return ""
    first = last = starts[number - begin]
    while last - begin + 1 < len(starts) and starts[last - begin + 1] == first and last - first < 100:
        last += 1
    return "\n".join(text[first - 1 : last]).strip()


def without_escapes(text):
    """The text with its escapes made harmless, at the same length. An invalid one would warn when it is parsed."""
    parts = text.split("\\")
    return parts[0] + "".join(
        [("\\" + part) if part[:1] in ("", "\n", '"', "'") else "xx" + part[1:] for part in parts[1:]]
    )


def tree_of(text):
    """(tree, the text that was parsed) of an expression or a statement; (None, "") if it is none by itself."""
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
    """The nodes of these kinds (names of classes), inner ones first, which is the order in which they run."""
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
    """The source of a node of the tree of `text`."""
    lines = [line.encode("utf-8") for line in text.split("\n")[node.lineno - 1 : node.end_lineno]]
    lines[-1] = lines[-1][: node.end_col_offset]
    lines[0] = lines[0][node.col_offset :]
    return b"\n".join(lines).decode("utf-8", "replace")


class Raised:
    """The frame that raised: its names, and the nodes that may have raised. `exact` says that the source is known to
    the character. Has to be closed."""

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
        """The nodes of these kinds that may have raised."""
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
        """The source of one of these nodes."""
        return source_of(node, self.parsed) if "\\" not in self.text else self.text

    def close(self):
        self.names.close()


def only(found):
    """The one result of all that were found, None if they differ."""
    return found[0] if found and all([each[:3] == found[0][:3] for each in found]) else None


def between(text, before, after):
    """The part of a text between two others, "" if they are not there."""
    rest = text.partition(before)[2]
    return rest.partition(after)[0] if after in rest else ""
