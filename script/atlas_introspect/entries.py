"""Describes every public name of the modules: the entries of the atlas (docs/explain.md has their form)."""

import ast
import types
import warnings

from selected import NO_CONTENTS, NOISE, PLATFORM, SPECIAL, is_public
from signatures import class_signature, signature
from sources import Sources

FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.MethodWrapperType,
    types.ClassMethodDescriptorType,
)


class Entries:
    """`entries` has qualified name -> text."""

    def __init__(self, modules):
        self.modules, self.deprecated_modules = modules.loaded, modules.deprecated
        self.entries = dict.fromkeys(modules.broken, "?")
        self.sources = Sources()
        self.index()

    def index(self):
        """Finds the name under which each class and function is described: the one where it says that it is defined,
        else its shortest public name."""
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
            return  # it is a submodule
        if isinstance(value, types.ModuleType):
            target = value.__name__
            if target == full:  # sys.monitoring is not a module that can be imported
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
            self.entries[full] = "f" + mark + self.sources.deprecation(value) + signature(value, name)
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
        while queue:  # what a private base has is described as the class's own
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
            + self.sources.deprecation(value)
            + class_signature(value)
            + ("<" + ",".join(bases) if bases else "")
        )
        if depth > 2:
            return
        members = {}
        for owner in reversed([value] + hidden):
            members.update(vars(owner))
        for name in sorted(members):
            if says_something(name, members[name], value):
                self.member(full, name, members[name], module, depth)
        for owner in [value] + hidden:
            for name in self.sources.own_attributes(owner):
                self.entries.setdefault(full + "." + name, "d")

    def member(self, full, name, member, module, depth):
        if isinstance(member, (classmethod, staticmethod)):
            inner = member.__func__
            self.entries[full + "." + name] = (
                "f"
                + self.sources.deprecation(inner)
                + (signature(inner, name, isinstance(member, classmethod)) if isinstance(inner, FUNCTIONS) else "")
            )
        elif (
            isinstance(member, type) and member.__qualname__ == full.split(".", module.count(".") + 1)[-1] + "." + name
        ):
            self.describe_class(full + "." + name, member, module, "", depth + 1)
        elif isinstance(member, FUNCTIONS):
            self.entries[full + "." + name] = (
                "f"
                + self.sources.deprecation(member)
                + signature(member, name, not isinstance(member, types.BuiltinFunctionType))
            )
        else:
            self.entries[full + "." + name] = "d" + self.sources.deprecation(getattr(member, "fget", None))

    def probe(self, wanted):
        """Looks up names that other versions have. A module's __getattr__ may know them in this version."""
        for module, names in wanted.items():
            if module not in self.modules or not is_public(module):
                continue
            namespace, file = vars(self.modules[module]), getattr(self.modules[module], "__file__", None) or ""
            if file.endswith(".py"):  # the names that its __getattr__ knows may be written in its source
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
                    self.entries[full] = marked_deprecated(self.entries[full])


def says_something(name, member, owner):
    """Whether a member of a class is recorded: public members are, and special methods that a program may depend on."""
    if name in NOISE and (member is None or owner.__module__ != "builtins"):
        return False
    if name.startswith("__") and name.endswith("__"):
        return name in SPECIAL
    return name.startswith("__") or not name.startswith("_")


def marked_deprecated(text):
    """The text of an entry, with the mark which says that using it gives a warning."""
    if "!" in text.split("(")[0]:
        return text
    return text + " !" if text[0] == "=" else text[:1] + "!" + text[1:]
