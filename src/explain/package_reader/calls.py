"""Finds what a line of a source file calls. It reads only the text, and imports and runs nothing."""

import ast


class Call:
    """One call on the line: its dotted name and its arguments."""

    def __init__(self, node, name):
        self.name = name  # for example "httpx.Client"; "" if the name was not imported
        self.last = getattr(node.func, "attr", getattr(node.func, "id", ""))
        self.keywords = [each.arg for each in node.keywords if each.arg]
        self.positional = len(node.args)
        starred = any(isinstance(each, ast.Starred) for each in node.args)
        self.open = starred or any(each.arg is None for each in node.keywords)


def calls_on(text, line, source):
    """The calls of the statement on that line; outer calls come last.

    `source` is the recorded text of the first line of the statement, or of the line itself. If the file has another
    text there, it is not the file that was recorded, and the result is empty."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    lines = text.splitlines()
    found = [each for each in ast.walk(tree) if isinstance(each, ast.stmt) and first_of(each) <= line <= end_of(each)]
    if not found or not 0 < line <= len(lines):
        return []
    statement = max(found, key=first_of)
    if source not in [lines[each - 1].strip() for each in (line, first_of(statement), statement.lineno)]:
        return []
    names = imported(tree)
    nodes = [each for part in heads(statement) for each in ast.walk(part) if isinstance(each, ast.Call)]
    exact = [each for each in nodes if each.lineno <= line <= each.end_lineno]
    return [Call(each, dotted(each.func, names)) for each in reversed(exact or nodes)]


def first_of(statement):
    return min([statement.lineno] + [each.lineno for each in getattr(statement, "decorator_list", [])])


def end_of(statement):
    """The last line of a statement, or of what a compound statement has before its body."""
    body = getattr(statement, "body", None)
    return max(statement.lineno, body[0].lineno - 1) if body else statement.end_lineno


def heads(statement):
    """The parts of a statement, without the statements inside it."""
    for _, value in ast.iter_fields(statement):
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, ast.AST) and not isinstance(each, (ast.stmt, ast.excepthandler)):
                yield each


def imported(tree):
    """The imported object that each name of the file stands for, in the module and in functions.

    A name that stands for two different things stands for nothing ("")."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            tops = [each.name.partition(".")[0] for each in node.names]
            found = [(each.asname or top, each.name if each.asname else top) for each, top in zip(node.names, tops)]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found = [(each.asname or each.name, node.module + "." + each.name) for each in node.names]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found = [(node.id, "")]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found = [(node.name, "")]
        elif isinstance(node, ast.arg):
            found = [(node.arg, "")]
        else:
            continue
        for name, means in found:
            names[name] = means if names.get(name, means) == means else ""
    return names


def dotted(node, names):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    top = names.get(node.id, "") if isinstance(node, ast.Name) else ""
    return ".".join([top] + parts[::-1]) if top else ""
