"""From an exception to the name of a library that it is about (`subject` in docs/recording.md): found in the frame that raised, through
aliases and the types of objects. Runs no code of the project: no getattr on its objects, only types, dictionaries of classes, modules and
instances, and C descriptors; and keeps nothing."""

import functools
import sys

paths, chains = kit.part("paths"), kit.part("chains")
parse = compile
MODULE, FUNCTION, BUILTIN, PROPERTY = type(sys), type(lambda: 0), type(len), property
METHOD, DESCRIPTOR, WRAPPER, CLASS_DESCRIPTOR = (
    type(kit.part),
    type(str.join),
    type(str.__add__),
    type(dict.__dict__["fromkeys"]),
)
GETSET, MEMBER = type(type.__dict__["__dict__"]), type(FUNCTION.__dict__["__globals__"])
PARTIAL = functools.partial
module_dict, class_dict = MODULE.__dict__["__dict__"].__get__, type.__dict__["__dict__"].__get__
mro_of, module_of, qualname_of = (
    type.__dict__["__mro__"].__get__,
    type.__dict__["__module__"].__get__,
    type.__dict__["__qualname__"].__get__,
)
subclasses_of = type.__subclasses__
import_name = ImportError.__dict__["name"].__get__
error_object = AttributeError.__dict__["obj"].__get__ if "obj" in AttributeError.__dict__ else None
QUALIFIED = sys.version_info >= (3, 10)  # there messages name functions by __qualname__
MISSING = object()
MODULES = {
    "posix": "os",
    "nt": "os",
    "posixpath": "os.path",
    "ntpath": "os.path",
    "_io": "io",
}  # under the names that people write
WARNINGS = ("DeprecationWarning", "PendingDeprecationWarning", "FutureWarning")
LAZY_LOCALS = sys.version_info >= (3, 13)  # there reading f_locals leaves nothing behind
scans = [0]  # how often all classes were looked through


def subject(error, text, trace):
    """{"name", "member", "expression", "kind"}, or None where nothing of a library is known to be meant."""
    names = [kind.__name__ for kind in mro_of(type(error))]
    if "AttributeError" in names:
        find = of_attribute
    elif "ImportError" in names:
        find = of_import
    elif "TypeError" in names:
        find = of_call
    elif names[0] == "NameError":
        find = of_name
    elif names[0] in WARNINGS:
        find = of_warning
    else:
        return None
    places = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith("<testskew>"):
            places.append(trace)
        trace = trace.tb_next
    found = find(error, text, places) if places else None
    if found is None:
        return None
    name, kind, member, expression = found
    return {"name": name, "member": member, "expression": " ".join(expression.split())[:300], "kind": kind}


# What an object is called.


def is_a(value, kind):
    return kind in mro_of(type(value))


def module_kind(module):
    """ "l" standard library, "s" site-packages, "" anything else: a project's module of the same name too."""
    if not is_a(module, MODULE):
        return ""
    namespace = module_dict(module)
    name, file = namespace.get("__name__"), namespace.get("__file__")
    if type(name) is not str or type(sys.modules) is not dict or sys.modules.get(name) is not module:
        return ""
    if type(file) is str:
        kind = paths.place(file)[1]
        return kind if kind in ("l", "s") else ""
    return "l" if name in sys.builtin_module_names else ""


def module_name(module):
    name = module_dict(module)["__name__"]
    return MODULES.get(name, name)


def walk_name(module, qualname):
    """What stands under a dotted name, by dictionaries alone."""
    value = module
    for part in qualname.split("."):
        if is_a(value, MODULE):
            value = module_dict(value).get(part, MISSING)
        elif is_a(value, type):
            value = class_dict(value).get(part, MISSING)
        else:
            return MISSING
    return plain_callable(value)


def plain_callable(value):
    return value.__func__ if type(value) in (staticmethod, classmethod) else value


def is_public(name):
    return not [part for part in name.split(".") if part.startswith("_")]


def name_of(module, qualname, value):
    """(name, kind) of what calls itself module.qualname; None where that is not so."""
    if type(module) is not str or type(qualname) is not str or "<" in qualname:
        return None
    home = sys.modules.get(module) if type(sys.modules) is dict else None
    kind = module_kind(home) if home is not None else ""
    if not kind or walk_name(home, qualname) is not value:
        return None
    first = qualname.partition(".")[0]
    wanted, top, best = module_dict(home)[first], module.partition(".")[0], ""
    parent = top
    while parent != module:  # unittest.TestCase for unittest.case.TestCase
        package = sys.modules.get(parent)
        if (
            package is not None
            and is_public(parent)
            and type(package) is MODULE
            and module_dict(package).get(first, MISSING) is wanted
        ):
            return parent + "." + qualname, kind
        parent = module[: len(parent) + 1] + module[len(parent) + 1 :].partition(".")[0]
    if is_public(module):
        return MODULES.get(module, module) + "." + qualname, kind
    for name, other in list(sys.modules.items()):  # a public module has it too
        if (
            type(name) is str
            and is_public(name)
            and (not best or (len(name), name) < (len(best), best))
            and type(other) is MODULE
            and (kind == "l" or name.partition(".")[0] == top)
            and module_dict(other).get(first, MISSING) is wanted
            and module_kind(other) == kind
        ):
            best = name
    return (MODULES.get(best, best) if best else module) + "." + qualname, kind


def class_name(value):
    return name_of(module_of(value), qualname_of(value), value)


def library_class(value):
    """The first class of a library among a class and its bases."""
    for base in mro_of(value):
        if base is not object:
            found = class_name(base)
            if found:
                return found
    return None


def callable_name(value):
    """(name, kind, names by which errors may call it) of a library's class or function."""
    kind = type(value)
    if is_a(value, type):
        found = class_name(value)
        return found and (
            found[0],
            found[1],
            (
                value.__name__ if kind is type else qualname_of(value).rpartition(".")[2],
                "__init__",
                "__new__",
                "__call__",
            ),
        )
    if kind is PARTIAL:
        return callable_name(value.func)
    if kind in (staticmethod, classmethod):
        return callable_name(value.__func__)
    if kind is FUNCTION:
        if paths.place(value.__code__.co_filename)[1] not in ("l", "s"):
            return None
        found = name_of(value.__module__, value.__qualname__, value)
        return found and (found[0], found[1], (value.__name__, value.__code__.co_name))
    if kind is METHOD:
        inner = value.__func__
        if type(inner) is not FUNCTION:
            return None
        home = sys.modules.get(inner.__module__) if type(inner.__module__) is str else None
        if home is not None and module_kind(home) and module_dict(home).get(inner.__name__) is value:  # random.shuffle
            return module_name(home) + "." + inner.__name__, module_kind(home), (inner.__name__,)
        return callable_name(inner)
    if kind is BUILTIN:
        owner, name = value.__self__, value.__name__
        if owner is None or is_a(owner, MODULE):
            module = value.__module__ if owner is None else module_dict(owner).get("__name__")
            found = name_of(module, name, value)
        else:
            found = library_class(owner if is_a(owner, type) else type(owner))
            found = found and (found[0] + "." + name, found[1])
        return found and (found[0], found[1], (name,))
    if kind in (DESCRIPTOR, WRAPPER, CLASS_DESCRIPTOR):
        found = class_name(value.__objclass__)
        return found and (found[0] + "." + value.__name__, found[1], (value.__name__,))
    return None


# What an expression stands for.


class Names:
    """The names that a frame sees, read without leaving anything behind."""

    def __init__(self, place):
        frame, code = place.tb_frame, place.tb_frame.f_code
        self.globals, self.builtins = frame.f_globals, frame.f_builtins
        self.locals, self.snapshot = None, None
        if not code.co_flags & 1 or LAZY_LOCALS:  # a module or a class body: its real namespace
            self.locals = frame.f_locals
        elif finished(frame, place.tb_lasti):
            self.locals = self.snapshot = frame.f_locals

    def __call__(self, name):
        if self.locals is not None:
            if is_a(self.locals, dict):
                value = dict.get(self.locals, name, MISSING)
            else:
                try:
                    value = (
                        self.locals[name]
                        if LAZY_LOCALS and type(self.locals).__name__ == "FrameLocalsProxy"
                        else MISSING
                    )
                except KeyError:
                    value = MISSING
            if value is not MISSING:
                return value
        value = dict.get(self.globals, name, MISSING)
        return dict.get(self.builtins, name, MISSING) if value is MISSING else value

    def close(self):
        if (
            self.snapshot is not None and sys.getrefcount(self.snapshot) <= 4
        ):  # the frame's, ours and this call's: no one asked for locals()
            self.snapshot.clear()
        self.locals = self.snapshot = None


def finished(frame, lasti):
    """Whether a frame will not run again: what frame.f_locals would leave in it (3.12 and earlier) is never seen."""
    if frame.f_code.co_flags & 0x2A0 and frame.f_lasti != lasti:  # a generator or coroutine that may only wait
        return False
    running = sys._getframe()
    while running is not None:
        if running is frame:
            return False
        running = running.f_back
    return True


class Instance:
    """Something of which only the class is known."""

    def __init__(self, kind):
        self.kind = kind


LITERALS = {
    "JoinedStr": str,
    "List": list,
    "ListComp": list,
    "Tuple": tuple,
    "Dict": dict,
    "DictComp": dict,
    "Set": set,
    "SetComp": set,
}


def value_of(node, names):
    """What a node stands for: an object, an Instance, or MISSING."""
    kind = type(node).__name__
    if kind == "Name":
        return names(node.id)
    if kind == "Attribute":
        return member_of(value_of(node.value, names), node.attr)
    if kind == "Constant":
        return Instance(type(node.value))
    if kind in LITERALS:
        return Instance(LITERALS[kind])
    if kind == "Call":
        made = value_of(node.func, names)
        if (
            made is not MISSING
            and type(made) is not Instance
            and is_a(made, type)
            and class_name(made)
            and made is not type
            and "__new__" not in foreign(made)
        ):
            return Instance(made)
    if kind == "NamedExpr":
        return value_of(node.value, names)
    if kind == "BinOp" and type(node.op).__name__ == "Div":  # a path and a part of it
        left = value_of(node.left, names)
        held = left.kind if type(left) is Instance else type(left) if left is not MISSING else object
        if module_of(held) in ("pathlib", "pathlib._local") and class_name(held):
            return Instance(held)
    return MISSING


def foreign(made):
    """Python-level __new__ of a library class: it may make something else. pathlib's makes a subclass, which has the same methods."""
    return (
        ()
        if module_of(made).startswith(("pathlib", "builtins"))
        else [
            name
            for base in mro_of(made)
            for name in class_dict(base)
            if name == "__new__" and type(plain_callable(class_dict(base)[name])) is FUNCTION and base is not object
        ]
    )


def in_class(value, name):
    for base in mro_of(value):
        found = class_dict(base).get(name, MISSING)
        if found is not MISSING:
            return found
    return MISSING


def instance_dict(value):
    held = in_class(type(value), "__dict__")
    found = held.__get__(value) if type(held) is GETSET else None
    return found if type(found) is dict else {}


def member_of(value, name):
    if value is MISSING:
        return MISSING
    if type(value) is Instance:
        found = in_class(value.kind, name)
        return plain_callable(found) if type(found) is not PROPERTY else MISSING
    if is_a(value, MODULE):
        return module_dict(value).get(name, MISSING)
    if is_a(value, type):
        return plain_callable(in_class(value, name))
    found = instance_dict(value).get(name, MISSING)
    if found is not MISSING:
        return found
    found = in_class(type(value), name)
    if type(found) is MEMBER:  # __slots__
        try:
            return found.__get__(value)
        except AttributeError:
            return MISSING
    return (
        plain_callable(found)
        if type(found) in (FUNCTION, staticmethod, classmethod, DESCRIPTOR, WRAPPER, CLASS_DESCRIPTOR, BUILTIN)
        else MISSING
    )


# Where it was raised.


def position(place):
    """The exact source of what ran (3.11 and later), "" where it is not known."""
    code = place.tb_frame.f_code
    if not hasattr(code, "co_positions"):
        return ""
    wanted = place.tb_lasti // 2
    for index, (first, last, begin, end) in enumerate(code.co_positions()):
        if index == wanted:
            break
    else:
        return ""
    if first is None or last is None or begin is None or end is None or last - first > 60:
        return ""
    lines = [line.encode("utf-8", "replace") for line in chains.lines_of(code.co_filename)[first - 1 : last]]
    if not lines or len(lines) != last - first + 1:
        return ""
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][begin:]
    return b"\n".join(lines).decode("utf-8", "replace")


def whole_statement(place):
    """The logical line, of as many lines as it has."""
    code, number = place.tb_frame.f_code, place.tb_lineno or 0
    text, begin, starts = chains.logical_lines(code, number)
    if not starts:
        return ""
    first = last = starts[number - begin]
    while last - begin + 1 < len(starts) and starts[last - begin + 1] == first and last - first < 100:
        last += 1
    return "\n".join(text[first - 1 : last]).strip()


def without_escapes(text):
    """Escapes made harmless, at the same length: an invalid one would warn where it is parsed."""
    parts = text.split("\\")
    return parts[0] + "".join(
        [("\\" + part) if part[:1] in ("", "\n", '"', "'") else "xx" + part[1:] for part in parts[1:]]
    )


def tree_of(text):
    """The parsed expression or statement, None where it is none by itself."""
    text = without_escapes(text)
    attempts = ["(" + text + "\n)", text, text + " pass", text + "\ndef f(): pass"]
    word = text.split("(")[0].split()[:1]
    if word in (["elif"],):
        attempts.append(text[2:] + " pass")
    if word in (["except"], ["finally:"]):
        attempts.append("try: pass\n" + text + " pass")
    for attempt in attempts:
        try:
            return parse(attempt, "<testskew>", "exec", 0x400, dont_inherit=True), attempt
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            pass
    return None, ""


def nodes(tree, kinds):
    """The nodes of these kinds, inner ones first: in the order in which they run."""
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
    lines = [line.encode("utf-8") for line in text.split("\n")[node.lineno - 1 : node.end_lineno]]
    lines[-1] = lines[-1][: node.end_col_offset]
    lines[0] = lines[0][node.col_offset :]
    return b"\n".join(lines).decode("utf-8", "replace")


class Raised:
    """The frame that raised: its names, and the nodes that may have."""

    def __init__(self, place):
        self.place = place
        self.text = position(place)
        self.exact = bool(self.text)
        self.tree, self.parsed = tree_of(self.text) if self.text else (None, "")
        if self.tree is None:
            self.exact = False
            self.text = whole_statement(place)
            self.tree, self.parsed = tree_of(self.text) if self.text else (None, "")
        self.names = Names(place)

    def nodes(self, *kinds):
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
        return source_of(node, self.parsed) if "\\" not in self.text else self.text

    def close(self):
        self.names.close()


def only(found):
    """The one result of all that were found, None where they differ."""
    return found[0] if found and all([each[:3] == found[0][:3] for each in found]) else None


# One kind of exception each: (name, kind, member, expression) or None.


def between(text, before, after):
    rest = text.partition(before)[2]
    return rest.partition(after)[0] if after in rest else ""


def of_attribute(error, text, places):
    name = between(text, "has no attribute '", "'")
    if not name or "for setting" in text or "partially initialized" in text:
        return None
    value = error_object(error) if error_object else None
    raised = Raised(places[-1])
    try:
        member = "attribute " + name
        if value is not None:
            found = owner_name(value)
            return found and found + (member, raised.text)
        results = []
        candidates = [node for node in raised.nodes("Attribute") if node.attr == name]
        for node in candidates:
            value = value_of(node.value, raised.names)
            found = owner_name(value) if value is not MISSING else by_message(text) if len(candidates) == 1 else None
            if not found or member_of(value, name) is not MISSING:
                return None  # not all are known: one of the others may have been meant
            results.append(found + (member, raised.source(node)))
        if not candidates and error_object is None:
            found = by_message(text)
            return found and found + (member, raised.text)
        return only(results)
    finally:
        raised.close()


def owner_name(value):
    if type(value) is Instance:
        return library_class(value.kind)
    if is_a(value, MODULE):
        kind = module_kind(value)
        return (module_name(value), kind) if kind else None
    return library_class(value if is_a(value, type) else type(value))


def by_message(text):
    """The owner as the message names it, where only one thing can be meant."""
    if text.startswith("module '"):
        module = sys.modules.get(between(text, "module '", "'"))
        return (module_name(module), module_kind(module)) if module is not None and module_kind(module) else None
    name = between(text, "type object '" if text.startswith("type object '") else "'", "'")
    if not name or not (text.startswith("'" + name + "' object has") or text.startswith("type object '")):
        return None
    if "." in name:  # only types written in C are named so
        module, _, last = name.rpartition(".")
        value = walk_name(sys.modules.get(module), last) if module in sys.modules else MISSING
        return class_name(value) if value is not MISSING and is_a(value, type) else None
    builtin = module_dict(sys.modules["builtins"]).get(name) if is_a(sys.modules.get("builtins"), MODULE) else None
    if builtin is not None and is_a(builtin, type):
        return class_name(builtin)
    if scans[0] >= 40:
        return None
    scans[0] += 1
    seen, queue, found = {id(object)}, [object], []
    while queue:  # of all classes the one of that name, if it is the only one
        for each in subclasses_of(queue.pop()):
            if id(each) not in seen and is_a(each, type) and type not in mro_of(each):
                seen.add(id(each))
                queue.append(each)
                if qualname_of(each).rpartition(".")[2] == name:
                    found.append(each)
    return library_class(found[0]) if len(found) == 1 and class_name(found[0]) else None


def of_import(error, text, places):
    raised = Raised(places[-1])
    try:
        return of_import_in(error, text, raised, whole_statement(outside(places)))
    finally:
        raised.close()


def of_import_in(error, text, raised, statement):
    name = import_name(error)
    if type(name) is not str or "partially initialized" in text:
        return None
    top = sys.modules.get(name.partition(".")[0])
    if text.startswith("No module named "):
        kind = module_kind(top) if top is not None else "?"
        return (name, kind, "module", statement) if kind else None
    wanted = between(text, "cannot import name '", "'")
    module = sys.modules.get(name)
    kind = module_kind(module) if module is not None else ""
    return (module_name(module), kind, "attribute " + wanted, statement) if wanted and kind else None


def outside(places):
    """The innermost place that is not importlib's."""
    for place in reversed(places):
        if "importlib" not in place.tb_frame.f_code.co_filename:
            return place
    return places[-1]


def of_name(error, text, places):
    name = between(text, "name '", "' is not defined")
    return (
        ("builtins", "l", "attribute " + name, whole_statement(places[-1]) if len(name) > 1 else name) if name else None
    )


def of_warning(error, text, places):
    last, inner = None, []
    for place in places:
        if paths.place(place.tb_frame.f_code.co_filename)[1] == "l":
            inner.append(place)
        else:
            last, inner = place, []
    if last is None:
        return None
    for place in inner:  # the innermost module that was being imported
        code = place.tb_frame.f_code
        if code.co_name == "<module>":
            name = place.tb_frame.f_globals.get("__name__")
            module = sys.modules.get(name) if type(name) is str else None
            if module is not None and module_kind(module) == "l":
                return module_name(module), "l", "deprecated", whole_statement(last)
    code = inner[0].tb_frame.f_code if inner else None
    raised = Raised(last)
    try:
        results = []
        for node in raised.nodes("Call"):
            value = value_of(node.func, raised.names)
            found = called(node, value, raised.names) if value is not MISSING else None
            if not found:
                continue
            own = getattr(value, "__code__", None) if type(value) is FUNCTION else None
            if own is code and code is not None or found[2][0] in text or raised.exact:
                results.append((found[0], found[1], "deprecated", raised.source(node)))
        if not results:
            for node in raised.nodes("Attribute"):
                value = value_of(node.value, raised.names)
                if (
                    value is not MISSING
                    and type(value) is not Instance
                    and is_a(value, MODULE)
                    and module_kind(value)
                    and node.attr in text
                ):
                    results.append(
                        (module_name(value) + "." + node.attr, module_kind(value), "deprecated", raised.source(node))
                    )
            for node in raised.nodes("ImportFrom"):
                module = sys.modules.get(node.module) if type(node.module) is str and not node.level else None
                if module is not None and module_kind(module):
                    results += [
                        (module_name(module) + "." + each.name, module_kind(module), "deprecated", raised.text)
                        for each in node.names
                        if each.name in text
                    ]
        return only(results)
    finally:
        raised.close()


def called(node, value, names):
    """callable_name, under the module's name where the expression goes through a module."""
    found = callable_name(value) if type(value) is not Instance else None
    if found and type(node.func).__name__ == "Attribute":
        owner = value_of(node.func.value, names)
        if (
            owner is not MISSING
            and type(owner) is not Instance
            and is_a(owner, MODULE)
            and module_kind(owner) == found[1]
        ):
            return module_name(owner) + "." + node.func.attr, found[1], found[2]
    return found


def number(text):
    words = {"no": "0", "exactly": ""}
    digits = "".join([char for char in words.get(text, text) if char.isdigit()])
    return int(digits) if digits else -1


def counted(text):
    """(function, most, given) of a message about too many arguments."""
    name, mark, rest = text.partition("() takes ")
    if not mark:
        name, mark, rest = text.partition(" expected ")
        if not mark or ", got " not in rest:
            return None
        words = rest.partition(", got ")
        return name, number(words[0].replace("at most", "").replace("argument", "").replace("s", "")), number(words[2])
    if " were given" in rest or " was given" in rest:
        head, _, tail = rest.partition(" but ")
        limit = head.partition(" positional")[0]
        return name, number(limit.rpartition(" to ")[2]), number(tail.partition(" ")[0])
    if " given)" in rest:
        head, _, tail = rest.partition(" (")
        return (
            name,
            number(head.replace("no", "0") if head.startswith("no ") else head),
            number(tail.partition(" given")[0]),
        )
    return None


def of_call(error, text, places):
    place = places[-1]
    wanted = member = keyword = None
    if "() got an unexpected keyword argument '" in text:
        wanted, keyword = text.partition("() got an")[0], between(text, "keyword argument '", "'")
        member = "parameter " + keyword
    elif "is an invalid keyword argument for " in text:
        keyword = between(text, "'", "'")
        wanted = text.partition("argument for ")[2].partition("()")[0]
        wanted = "" if wanted.startswith("this function") else wanted
        member = "parameter " + keyword
    elif "() takes no keyword arguments" in text:
        wanted, keyword, member = text.partition("() takes")[0], "", "parameter "
    elif "() missing " in text:
        wanted = text.partition("() missing ")[0]
        member = "required " + between(text, "'", "'")
    elif counted(text):
        wanted, most, given = counted(text)
        member = "arguments %d %d" % (most, given)
        if most < 0 or given <= most:
            return None
    elif "is not subscriptable" in text:
        return of_subscript(place)
    elif text.startswith("unsupported operand type(s) for |"):
        return of_union(text, place)
    else:
        return None
    last = wanted.rpartition(".")[2]
    raised = Raised(place)
    try:
        results = []
        for node in raised.nodes("Call"):
            value = value_of(node.func, raised.names)
            given_keywords = [each.arg for each in node.keywords]
            if (
                keyword is not None
                and keyword not in given_keywords
                and None not in given_keywords
                and type(value) is not PARTIAL
                and not (keyword == "" and given_keywords)
            ):
                continue
            if value is MISSING or type(value) is Instance:
                if last in ("__init__", "__new__", "") or last == getattr(
                    node.func, "attr", getattr(node.func, "id", "")
                ):
                    return None  # it may have been this one, and what it is is not known
                continue
            found = called(node, value, raised.names)
            if not found:
                if (
                    raised.exact
                    or keyword
                    or last in ("__init__", "__new__", "")
                    or last == getattr(node.func, "attr", getattr(node.func, "id", ""))
                ):
                    return None  # the project's own
                continue
            if last and last not in found[2] and last != getattr(node.func, "attr", getattr(node.func, "id", "")):
                continue
            if type(value) is FUNCTION and QUALIFIED and wanted != value.__qualname__ and keyword != "":
                continue  # another one was there when it was called
            said = member
            if (member == "parameter " or " given)" in text) and [each for each in given_keywords if each]:
                said = "keywords " + " ".join([each for each in given_keywords if each])  # C counts keywords too
            results.append((found[0], found[1], said, raised.source(node)))
        return only(results)
    finally:
        raised.close()


def of_subscript(place):
    raised = Raised(place)
    try:
        for node in raised.nodes("Subscript"):
            value = value_of(node.value, raised.names)
            if value is MISSING:
                return None
            if type(value) is Instance or not is_a(value, type):
                continue
            if in_class(value, "__class_getitem__") is MISSING and in_class(type(value), "__getitem__") is MISSING:
                found = class_name(value)
                return found and found + ("attribute __class_getitem__", raised.source(node))
        return None
    finally:
        raised.close()


def of_union(text, place):
    """dict | dict, int | None."""
    left, right = between(text, ": '", "'"), text.rpartition(" and '")[2].rstrip("'")
    special = "__ior__" if "for |=" in text else "__or__"
    if left == right == "dict":
        owner = "builtins.dict"
    elif (
        "type" in (left, right)
        and left in ("type", "NoneType", "ABCMeta", "EnumMeta")
        and right in ("type", "NoneType", "ABCMeta", "EnumMeta")
    ):
        owner = "builtins.type"
    else:
        return None
    raised = Raised(place)
    try:
        found = [node for node in raised.nodes("BinOp", "AugAssign") if type(node.op).__name__ == "BitOr"]
        return (owner, "l", "attribute " + special, raised.source(found[0])) if found else None
    finally:
        raised.close()
