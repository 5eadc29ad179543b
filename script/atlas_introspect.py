"""Run by script/atlas inside each interpreter (python -I -S -B): prints what its standard library has, one JSON
document.

stdin   {}, or {"probe": {"module": ["name", ...]}}: then only those names are looked up, by getattr, as a module's
__getattr__ may know them stdout  {"python", "platform", "dynamic": [modules with __getattr__], "entries": {qualified
name: text}}, see docs/explain.md for the texts"""

import ast
import importlib
import importlib.util
import inspect
import io
import json
import os
import pkgutil
import re
import sys
import sysconfig
import types
import warnings

SKIPPED = re.compile(
    r"(^|\.)(test|tests|idlelib|turtledemo|__main__|antigravity|this|_bundled|__phello__|pydoc_data|__hello__)(\.|$)"
    r"|^(sitecustomize|usercustomize|_distutils_system_mod|_sysconfigdata|_test|_ctypes_test|xx|config-)"
    r"|^lib2to3\.(fixes|pgen2)\..*|^site-packages"
)
# What an interpreter may have been built without: missing here says nothing of the version.
OPTIONAL = {
    "tkinter",
    "_tkinter",
    "turtle",
    "curses",
    "_curses",
    "_curses_panel",
    "readline",
    "dbm.gnu",
    "dbm.ndbm",
    "dbm.sqlite3",
    "_dbm",
    "_gdbm",
    "nis",
    "ossaudiodev",
    "spwd",
    "crypt",
    "_crypt",
    "sqlite3",
    "_sqlite3",
    "ssl",
    "_ssl",
    "bz2",
    "_bz2",
    "lzma",
    "_lzma",
    "zlib",
    "ctypes",
    "_ctypes",
    "_uuid",
    "compression.zstd",
    "_zstd",
    "msilib",
    "winreg",
    "winsound",
    "msvcrt",
    "_winapi",
    "nt",
    "ntpath",
    "_msi",
    "_overlapped",
    "asyncio.windows_events",
    "asyncio.windows_utils",
    "multiprocessing.popen_spawn_win32",
    "encodings.mbcs",
    "encodings.oem",
    "ctypes.wintypes",
    "distutils.msvccompiler",
    "distutils.msvc9compiler",
    "distutils.command.bdist_msi",
    "_scproxy",
    "_osx_support",
    "_wmi",
    "_pyrepl.windows_console",
}
# Their C functions and constants depend on the platform, the C library and its headers, or on OpenSSL.
PLATFORM = (
    "posix",
    "_socket",
    "select",
    "_signal",
    "signal",
    "errno",
    "resource",
    "termios",
    "fcntl",
    "mmap",
    "syslog",
    "_locale",
    "_ssl",
    "_hashlib",
    "_curses",
    "readline",
    "time",
    "_multiprocessing",
    "pty",
    "grp",
    "pwd",
    "crypt",
    "spwd",
    "nis",
    "ossaudiodev",
    "stat",
    "_stat",
    "_posixsubprocess",
    "_posixshmem",
    "socket",
    "ssl",
    "os",
    "curses",
    "locale",
    "tty",
    "subprocess",
    "ctypes",
    "webbrowser",
    "posixpath",
    "pyexpat",
    "xml.parsers.expat",
    "sys",
)
# No one imports names from them, or they are large and only there with an optional library: the module alone is
# recorded.
NO_CONTENTS = {"tkinter", "turtle", "distutils", "lib2to3", "profiling", "pydoc", "idlelib", "ensurepip", "posix"}
SPECIAL = {
    "__class_getitem__",
    "__or__",
    "__ror__",
    "__ior__",
    "__and__",
    "__xor__",
    "__sub__",
    "__add__",
    "__mul__",
    "__getitem__",
    "__setitem__",
    "__delitem__",
    "__enter__",
    "__exit__",
    "__aenter__",
    "__aexit__",
    "__await__",
    "__aiter__",
    "__anext__",
    "__iter__",
    "__next__",
    "__reversed__",
    "__missing__",
    "__contains__",
    "__len__",
    "__index__",
    "__int__",
    "__float__",
    "__trunc__",
    "__fspath__",
    "__bool__",
    "__call__",
    "__copy__",
    "__deepcopy__",
    "__replace__",
    "__lt__",
    "__hash__",
    "__eq__",
    "__matmul__",
    "__truediv__",
    "__floordiv__",
    "__mod__",
    "__pow__",
    "__neg__",
    "__round__",
    "__length_hint__",
    "__set_name__",
    "__buffer__",
    "__bytes__",
}
NOISE = {"__lt__", "__eq__", "__hash__"}  # nearly every class has them: only where they say something
FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.MethodWrapperType,
    types.ClassMethodDescriptorType,
)


def all_modules():
    """Every module of the standard library that this interpreter may have."""
    library = os.path.dirname(os.__file__)
    found = set(sys.builtin_module_names) | set(getattr(sys, "stdlib_module_names", ()))
    folders = [
        (library, ""),
        (os.path.join(library, "lib-dynload"), ""),
        (sysconfig.get_config_var("DESTSHARED") or library, ""),
    ]
    while folders:
        folder, prefix = folders.pop()
        for _, name, package in pkgutil.iter_modules([folder]):
            full = prefix + name
            if full in found and not package or SKIPPED.search(full):
                continue
            found.add(full)
            if package:
                folders.append((os.path.join(folder, name), full + "."))
    found.add("os.path")
    return sorted(name for name in found if not SKIPPED.search(name))


def is_public(module):
    return not any(part.startswith("_") for part in module.split("."))


class Atlas:
    def __init__(self):
        self.entries, self.modules, self.deprecated_modules = {}, {}, set()
        self.trees = {}

    def load(self, names):
        for name in names:
            with warnings.catch_warnings(record=True) as seen:
                warnings.simplefilter("always")
                try:
                    self.modules[name] = importlib.import_module(name)
                except BaseException:
                    self.entries[name] = "?"
                    continue
            if any(
                issubclass(each.category, DeprecationWarning)
                and (each.filename or "").find(name.replace(".", "/")) >= 0
                or issubclass(each.category, DeprecationWarning)
                and re.search(r"['\"`]?%s['\"`]?( module| package)? is deprecated" % re.escape(name), str(each.message))
                for each in seen
            ):
                self.deprecated_modules.add(name)

        for name, module in list(sys.modules.items()):  # collections.abc is no file of its own in some versions
            if (
                name not in self.modules
                and name.rpartition(".")[0] in self.modules
                and is_public(name)
                and not SKIPPED.search(name)
                and isinstance(module, types.ModuleType)
            ):
                self.modules[name] = module

    def index(self):
        """For each class and function the name it is described under: where it says it is defined, else its shortest
        public name."""
        self.home = {}
        names = {}
        for module in sorted(self.modules):
            if not is_public(module):
                continue
            for name, value in sorted(vars(self.modules[module]).items()):
                if isinstance(value, FUNCTIONS + (type,)) and not (name.startswith("__") and name.endswith("__")):
                    names.setdefault(id(value), []).append((module, name))
        for key, places in names.items():
            value = vars(self.modules[places[0][0]])[places[0][1]]
            defined, own = getattr(value, "__module__", None), getattr(value, "__name__", None)
            defined = {"posix": "os", "_io": "io"}.get(defined, defined)
            best = min(
                places,
                key=lambda place: (
                    place != (defined, own),
                    place[1].startswith("_"),
                    place[1] != own,
                    not str(defined).endswith(place[0].split(".")[0]),
                    len(place[0]),
                    place,
                ),
            )
            self.home[key] = ".".join(best)

    def describe_all(self):
        for module, value in self.modules.items():
            alias = (
                value.__name__
                if value.__name__ != module and self.modules.get(value.__name__) is value and is_public(value.__name__)
                else ""
            )
            without = not is_public(module) or module.startswith("encodings.") or module.split(".")[0] in NO_CONTENTS
            self.entries[module] = (
                ("M" if without else "m")
                + ("p" if module in PLATFORM else "")
                + ("!" if module in self.deprecated_modules else "")
                + ("=" + alias if alias else "")
            )
            if alias or without:
                continue
            for name in sorted(vars(value)):
                if (
                    not (name.startswith("__") and name.endswith("__"))
                    or module == "builtins"
                    and name in ("__build_class__", "__import__")
                ):
                    self.describe(module, name, vars(value)[name], module)

    def describe(self, owner, name, value, module, depth=0):
        full = owner + "." + name
        if full in self.entries and self.entries[full] != "?":
            return  # a submodule
        if isinstance(value, types.ModuleType):
            target = value.__name__
            if target == full:  # sys.monitoring is no module that can be imported
                self.entries[full] = "M"
            if target in self.modules and target != full and not full.split(".")[-1].startswith("_"):
                self.entries[full] = "m=" + target
            return
        mark = "p" if self.of_platform(value, module, name) else ""
        home = self.home.get(id(value)) if depth == 0 else None
        if home and home != full:
            self.entries[full] = "=" + home + (" p" if mark else "")
        elif isinstance(value, type):
            self.describe_class(full, value, module, mark, depth)
        elif isinstance(value, FUNCTIONS) or callable(value) and type(value).__module__ == "functools":
            self.entries[full] = "f" + mark + self.deprecation(value) + self.signature(value, name)
        else:
            self.entries[full] = "d" + mark

    def of_platform(self, value, module, name):
        if module == "sys":
            return False
        if isinstance(value, type):
            return module == "xml.parsers.expat"
        if isinstance(value, (types.BuiltinFunctionType,)):
            return (value.__module__ or module) in PLATFORM or module in PLATFORM and not value.__module__
        return isinstance(value, int) and not isinstance(value, bool) and module in PLATFORM and name.upper() == name

    def describe_class(self, full, value, module, mark, depth):
        hidden, bases, queue = [], [], list(value.__bases__)
        while queue:  # what private bases have is the class's own
            base = queue.pop(0)
            if base is object:
                continue
            if base.__module__ == "builtins" or self.home.get(id(base)):
                bases.append(self.home.get(id(base)) or "builtins." + base.__qualname__)
            else:
                hidden.append(base)
                queue = list(base.__bases__) + queue
        self.entries[full] = (
            "c"
            + mark
            + self.deprecation(value)
            + self.class_signature(value)
            + ("<" + ",".join(bases) if bases else "")
        )
        if depth > 2:
            return
        members = {}
        for owner in reversed([value] + hidden):
            members.update(vars(owner))
        for name in sorted(members):
            member = members[name]
            if (
                name.startswith("__")
                and name.endswith("__")
                and name not in SPECIAL
                or name in NOISE
                and (member is None or value.__module__ != "builtins")
            ):
                continue
            if name.startswith("_") and not name.startswith("__"):
                continue
            self.member(full, name, member, module, depth)
        for owner in [value] + hidden:
            for name in self.own_attributes(owner):
                self.entries.setdefault(full + "." + name, "d")

    def member(self, full, name, member, module, depth):
        if isinstance(member, (classmethod, staticmethod)):
            inner = member.__func__
            self.entries[full + "." + name] = (
                "f"
                + self.deprecation(inner)
                + (self.signature(inner, name, isinstance(member, classmethod)) if isinstance(inner, FUNCTIONS) else "")
            )
        elif (
            isinstance(member, type) and member.__qualname__ == full.split(".", module.count(".") + 1)[-1] + "." + name
        ):
            self.describe_class(full + "." + name, member, module, "", depth + 1)
        elif isinstance(member, FUNCTIONS):
            self.entries[full + "." + name] = (
                "f"
                + self.deprecation(member)
                + self.signature(member, name, not isinstance(member, types.BuiltinFunctionType))
            )
        else:
            self.entries[full + "." + name] = "d" + self.deprecation(getattr(member, "fget", None))

    def class_signature(self, value):
        import enum

        if issubclass(value, enum.Enum):
            return ""
        for maker in ("__init__", "__new__"):
            made = inspect.getattr_static(value, maker, None)
            made = getattr(made, "__func__", made)
            if isinstance(made, types.FunctionType):
                return self.signature(made, maker, True)
        if issubclass(value, BaseException):
            return ""
        return self.signature(value, value.__name__)

    def signature(self, value, name, drop_first=False):
        try:
            parameters = list(inspect.signature(value).parameters.values())
        except (ValueError, TypeError, NameError, AttributeError):
            return self.doc_signature(value, name)
        except Exception:
            return ""
        if drop_first and parameters and parameters[0].kind in (0, 1) and not isinstance(value, types.MethodType):
            parameters = parameters[1:]
        parts, star, slash = [], False, False
        for each in parameters:
            if slash and each.kind != each.POSITIONAL_ONLY:
                parts.append("/")
            slash = each.kind == each.POSITIONAL_ONLY
            if each.kind == each.KEYWORD_ONLY and not star:
                parts.append("*")
                star = True
            if each.kind == each.VAR_POSITIONAL:
                star = True
            parts.append(
                {2: "*", 4: "**"}.get(int(each.kind), "") + each.name + ("=" if each.default is not each.empty else "")
            )
        if slash:
            parts.append("/")
        return "(" + ",".join(parts) + ")"

    def doc_signature(self, value, name):
        """The parameters that the first lines of a docstring name: less sure than a signature."""
        doc = getattr(value, "__doc__", None)
        if type(doc) is not str:
            return ""
        found = []
        for line in doc.strip().split("\n\n")[0].split("\n"):
            match = re.match(r"(?:[\w.]*\.)?%s\((.*?)\)\s*(->|--|=|$)" % re.escape(name), line.strip())
            if match:
                for word in re.findall(
                    r"([A-Za-z_]\w*)\s*=", match.group(1)
                ):  # without a default it may be positional only
                    if word + "=" not in found and not word[:1].isupper():
                        found.append(word + "=")
        return "~(" + ",".join(found) + ")" if found else ""

    def tree(self, file):
        if file not in self.trees:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    with open(file, "rb") as source:
                        tree = ast.parse(source.read())
                defined = {}
                for node in ast.walk(tree):
                    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                        defined.setdefault((node.name, node.lineno), node)
                        for decorator in node.decorator_list:
                            defined.setdefault((node.name, decorator.lineno), node)
                        defined.setdefault(node.name, []).append(node)
                self.trees[file] = defined
            except Exception:
                self.trees[file] = {}
        return self.trees[file]

    def deprecation(self, value):
        """ "!" where using it always warns: told by PEP 702's mark, or an unconditional warning in its Python
        source."""
        if value is None:
            return ""
        if type(getattr(value, "__deprecated__", None)) is str:
            return "!"
        if isinstance(value, type):
            for maker in ("__init__", "__new__"):
                made = vars(value).get(maker)
                made = getattr(made, "__func__", made)
                if isinstance(made, types.FunctionType) and self.deprecation(made):
                    return "!"
            return ""
        value = inspect.unwrap(value) if isinstance(value, types.FunctionType) else value
        code = getattr(value, "__code__", None)
        if code is None or not {"DeprecationWarning", "_deprecated", "PendingDeprecationWarning"} & set(code.co_names):
            return ""
        node = self.tree(code.co_filename).get((code.co_name, code.co_firstlineno))
        for statement in getattr(node, "body", ()):
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
                text = ast.dump(statement.value)
                if (
                    ("attr='warn'" in text or "id='warn'" in text)
                    and "id='DeprecationWarning'" in text
                    or "_deprecated'" in text
                ):
                    return "!"
        return ""

    def own_attributes(self, value):
        """What the methods written in Python assign to self, and fields that are only annotated."""
        module = sys.modules.get(value.__module__)
        file = getattr(module, "__file__", None)
        if not file or not file.endswith(".py"):
            return []
        found = set()
        nodes = [node for node in self.tree(file).get(value.__name__, ()) if isinstance(node, ast.ClassDef)]
        for node in nodes:
            for method in node.body:
                if isinstance(method, ast.AnnAssign) and isinstance(method.target, ast.Name):
                    found.add(method.target.id)
                if not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)) or not method.args.args:
                    continue
                self_name = method.args.args[0].arg
                for each in ast.walk(method):
                    if (
                        isinstance(each, ast.Attribute)
                        and isinstance(each.ctx, ast.Store)
                        and isinstance(each.value, ast.Name)
                        and each.value.id == self_name
                    ):
                        found.add(each.attr)
        return [name for name in found if not name.startswith("_")]

    def probe(self, wanted):
        """Names that other versions have: a module's __getattr__ may know them here."""
        for module, names in wanted.items():
            if module not in self.modules or not is_public(module):
                continue
            namespace, file = vars(self.modules[module]), getattr(self.modules[module], "__file__", None) or ""
            if file.endswith(".py"):  # what its __getattr__ knows may stand in its source
                with open(file, "rb") as source, warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    names = names + [
                        node.value
                        for node in ast.walk(ast.parse(source.read()))
                        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier()
                    ]
            for name in sorted(set(names)):
                full = module + "." + name
                if full in self.entries or name in namespace or name.startswith("__"):
                    continue
                with warnings.catch_warnings(record=True) as seen:
                    warnings.simplefilter("always")
                    try:
                        value = getattr(self.modules[module], name)
                    except BaseException:
                        continue
                self.describe(module, name, value, module)
                if full in self.entries and any(issubclass(each.category, DeprecationWarning) for each in seen):
                    kind = self.entries[full]
                    self.entries[full] = (
                        kind
                        if "!" in kind.split("(")[0]
                        else kind[:1] + "!" + kind[1:]
                        if kind[0] != "="
                        else kind + " !"
                    )


def main():
    request = json.load(sys.stdin)
    out = sys.stdout
    sys.stdout = io.StringIO()
    import site

    site.setquit(), site.setcopyright(), site.sethelper()  # as without -S
    atlas = Atlas()
    atlas.load(sorted(request["probe"]) if "probe" in request else all_modules())
    for name in list(atlas.entries):  # there as a file, broken without an optional part
        if (
            atlas.entries[name] == "?"
            and name not in OPTIONAL
            and name.split(".")[0] not in OPTIONAL
            and not name.startswith("_")
        ):
            sys.stderr.write("%s: %s cannot be imported here\n" % (sys.version.split()[0], name))
    atlas.index()
    if "probe" in request:
        atlas.probe(request["probe"])
    else:
        atlas.describe_all()
        if importlib.util.find_spec("test"):
            atlas.entries["test"] = "M"
    dynamic = [
        name
        for name, module in atlas.modules.items()
        if isinstance(vars(module).get("__getattr__"), types.FunctionType)
    ]
    json.dump(
        {
            "python": sys.version.split()[0],
            "platform": sysconfig.get_platform(),
            "dynamic": dynamic,
            "entries": atlas.entries,
        },
        out,
    )


main()
