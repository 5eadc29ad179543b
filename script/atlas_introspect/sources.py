"""Reads what only the Python source of the standard library says: which names always warn, and what instances have."""

import ast
import inspect
import sys
import types
import warnings


class Sources:
    """The syntax trees of files, each parsed once."""

    def __init__(self):
        self.trees = {}

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
        """ "!" if using the value always gives a warning: PEP 702's mark says so, or its Python source warns
        unconditionally."""
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
        """The attributes that the methods written in Python assign to self, and fields that are only annotated."""
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
