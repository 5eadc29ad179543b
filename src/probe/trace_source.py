"""For observed sessions, finds the statements of a source file. The lines that Python reports differ between its
versions (the last line of a call or its first, the header of a loop once or in each round), but statements and the
blocks around them do not."""

ast = kit.borrow("ast")
sources = kit.part("sources")
files = {}  # Maps a file name to its File, or to None if the file cannot be read.
ENVIRON = ("environ.get", "environ.pop", "environ.setdefault", "getenv", "getenvb", "environb.get")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))
IMPORTS = (ast.Import, ast.ImportFrom)
BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")


class Statement:
    """One statement, or the head of a compound one. `enters` are the conditional blocks (head, word) in which it is the
    first statement to run."""

    __slots__ = ("line", "source", "text", "environ", "reads", "names", "inner", "enters", "kind", "key", "single")

    def __init__(self, line, source):
        self.line, self.source = line, source
        self.text = self.environ = self.kind = self.key = ""
        self.reads, self.names, self.inner, self.enters = (), (), (), ()
        self.single = True


class File:
    """The statements of a source file."""

    def __init__(self, text):
        self.lines = text
        self.of_line = {}  # Maps a line to its Statement.
        self.names = {}  # Maps the first line of a code object to its qualified name.
        self.seen = {}  # Counts how often each key was given.
        self.walk(ast.parse("\n".join(text)).body, "", text)

    def walk(self, body, scope, text):
        """Adds the statements of a block. `scope` is the qualified name of the function or class around it."""
        for node in body:
            self.add(node, scope, text)

    def add(self, node, scope, text):
        """Adds a statement and the statements in its blocks."""
        first = node.lineno
        decorators = getattr(node, "decorator_list", None)
        if decorators:
            first = min(first, decorators[0].lineno)
        statement = Statement(node.lineno, sources.stripped(self.lines, node.lineno)[:300])
        statement.kind = type(node).__name__
        bodies = [(field, getattr(node, field, None)) for field in BLOCKS]
        bodies = [(field, nodes) for field, nodes in bodies if isinstance(nodes, list) and nodes]
        last = getattr(node, "end_lineno", None) or node.lineno
        if bodies:  # The head ends before the first statement in the block.
            inner = bodies[0][1][0]
            inner = (getattr(inner, "decorator_list", None) or [inner])[0]
            last = max(node.lineno, inner.lineno - 1 if hasattr(inner, "lineno") else node.lineno)
        for line in range(first, last + 1):
            self.of_line.setdefault(line, statement)
        statement.single = last == node.lineno
        describe(node, statement, text)
        key = scope + "|" + statement.source
        self.seen[key] = self.seen.get(key, 0) + 1
        statement.key = "%s|%d" % (statement.source, self.seen[key])
        inside = scope
        if isinstance(node, FUNCTIONS):
            inside = scope + node.name if scope == "" or scope.endswith(".") else scope + "." + node.name
            self.names[first] = self.names[node.lineno] = inside
        for field, nodes in bodies:
            if field == "handlers":
                for handler in nodes:
                    head = self.add_head(handler)
                    self.walk(handler.body, inside, text)
                    self.enter(handler.body, head, "except")
            elif field == "cases":
                for case in nodes:
                    self.walk(case.body, inside, text)
                    self.enter(case.body, statement, "case %s" % self.lines[case.body[0].lineno - 1].strip()[:40])
            else:
                self.walk(nodes, inside, text)
                if isinstance(node, (ast.If, *LOOPS)) or (field == "orelse" and isinstance(node, TRIES)):
                    self.enter(nodes, statement, field)

    def add_head(self, handler):
        """Adds the head of an except clause."""
        head = Statement(handler.lineno, self.lines[handler.lineno - 1].strip()[:300])
        head.kind, head.key = "except", head.source
        for line in range(handler.lineno, max(handler.body[0].lineno, handler.lineno + 1)):
            self.of_line.setdefault(line, head)
        return head

    def enter(self, body, head, word):
        """Notes the statement that shows that a block was entered. It is the first one that has code in every
        version."""
        for node in body:
            if isinstance(node, (ast.Pass, ast.Continue, ast.Break, ast.Global, ast.Nonlocal)) or (
                isinstance(node, ast.AnnAssign) and node.value is None
            ):
                continue
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue
            if isinstance(node, TRIES) or (isinstance(node, ast.While) and isinstance(node.test, ast.Constant)):
                return self.enter(node.body, head, word)
            statement = self.of_line.get(node.lineno)
            if statement is not None and statement is not head:
                statement.enters = statement.enters + ((head, word),)
            return


def head_of(node):
    """Returns the expressions that a statement evaluates itself, without those in its blocks. The expression whose
    value the statement is about comes first."""
    found = []
    for field in ("value", "test", "iter", "exc", "subject", "cause", "msg"):
        part = getattr(node, field, None)
        if isinstance(part, ast.AST):
            found.append(part)
    for item in getattr(node, "items", ()):
        found.append(item.context_expr)
    for field in ("target", "targets"):
        part = getattr(node, field, None)
        found.extend([part] if isinstance(part, ast.AST) else part or [])
    if isinstance(node, FUNCTIONS):
        found.extend(node.decorator_list + getattr(node, "bases", []))
        arguments = getattr(node, "args", None)
        if arguments is not None:
            found.extend([part for part in arguments.defaults + arguments.kw_defaults if part is not None])
    return found


def segment(node, lines):
    """Returns the text of an expression on one line."""
    try:
        first, last = node.lineno - 1, node.end_lineno - 1
        part = lines[first : min(last + 1, first + 20)]
        if last - first < 20:  # Columns count bytes and not characters.
            part[-1] = part[-1].encode("utf-8")[: node.end_col_offset].decode("utf-8", "replace")
        part[0] = part[0].encode("utf-8")[node.col_offset :].decode("utf-8", "replace")
        return " ".join([" ".join(line.split()) for line in part])[:200]
    except Exception:
        return ""


def describe(node, statement, text):
    """Sets what a statement reads, which names it mentions, and the text that it is about."""
    reads, names, within = [], set(), set()
    parts = head_of(node)
    for part in parts:
        for inner in ast.walk(part):
            name = None
            if isinstance(inner, ast.comprehension):
                within.update([target.id for target in ast.walk(inner.target) if isinstance(target, ast.Name)])
            if isinstance(inner, ast.Name):
                names.add(inner.id)
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
                name = inner.id
            elif isinstance(inner, ast.Attribute):
                name = inner.attr
            if name is not None and name not in reads:
                reads.append(name)
            if not statement.environ and isinstance(inner, (ast.Call, ast.Subscript, ast.Compare)):
                statement.environ = environ_access(inner, text)
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        reads.append(node.target.id)
    if isinstance(node, IMPORTS):
        names.update([alias.asname or alias.name.partition(".")[0] for alias in node.names])
    for item in getattr(node, "items", ()):
        if item.optional_vars is not None:
            names.update([inner.id for inner in ast.walk(item.optional_vars) if isinstance(inner, ast.Name)])
    statement.reads, statement.names, statement.inner = tuple(reads[:40]), frozenset(names), frozenset(within)
    if parts and not isinstance(node, FUNCTIONS):
        statement.text = (parts[0], text)  # The text is only made when it is needed.


def text_of(statement):
    """Returns the text of the expression that a statement is about."""
    if isinstance(statement.text, tuple):
        statement.text = segment(*statement.text)
    return statement.text


def environ_access(node, text):
    """Returns the text of an expression that asks for an environment variable, or "" for any other expression."""
    if isinstance(node, ast.Call):
        name = dotted(node.func)
        return segment(node, text) if name.endswith(ENVIRON) else ""
    if isinstance(node, ast.Subscript):
        return segment(node, text) if dotted(node.value).endswith("environ") else ""
    if isinstance(node.ops[0], (ast.In, ast.NotIn)) and dotted(node.comparators[0]).endswith("environ"):
        return segment(node, text)
    return ""


def dotted(node):
    """Returns a name such as a.b.c if an expression is one, or the end of such a name."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def of(name):
    """Returns the File of a file name, or None if the file cannot be read or parsed."""
    found = files.get(name, False)
    if found is False:
        found = None
        try:
            text = sources.read_lines(name)
            if text:
                found = File(text)
        except (SyntaxError, ValueError, RecursionError, IndexError):
            pass
        files[name] = found
    return found
