"""Reads the sessions of a noxfile.py without running it, and prints them as JSON: python3 -c SCRIPT FILE.

Only plain statements are understood: session.install, session.run and session.env with literal arguments. Everything
else that mentions the session is named with its line.
"""

import ast
import json
import sys


def literal(node, names):
    """The value of a literal, of a name that the module sets to one, and of lists with such values; else None."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def words(nodes, names):
    """The words of a call's arguments; *session.posargs is {"posargs": the words that stand for none}."""
    result = []
    for node in nodes:
        if isinstance(node, ast.Starred):
            text = ast.unparse(node.value) if hasattr(ast, "unparse") else ""
            value = literal(node.value, names) if "posargs" not in text else []
            if isinstance(node.value, ast.BoolOp) and "posargs" in text:  # session.posargs or ["tests"]
                value = literal(node.value.values[-1], names)
            if value is not None and "posargs" in text:
                result.append({"posargs": [str(word) for word in value]})
                continue
        else:
            value = literal(node, names)
        if value is None:
            return None
        result.extend(str(word) for word in (value if isinstance(value, (list, tuple)) else [value]))
    return result


def is_session(decorator):
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (isinstance(name, ast.Attribute) and name.attr == "session") or (
        isinstance(name, ast.Name) and name.id in ("session", "nox_session")
    )


def read_session(function, decorator, names):
    found = {"name": function.name, "pythons": [], "installs": [], "runs": [], "env": {}, "unknown": []}
    for keyword in decorator.keywords if isinstance(decorator, ast.Call) else []:
        value = literal(keyword.value, names)
        if keyword.arg == "name" and value:
            found["name"] = value
        elif keyword.arg == "python" and value:
            found["pythons"] = [value] if isinstance(value, str) else [str(one) for one in value]
    for other in function.decorator_list:
        if other is not decorator:
            found["unknown"].append("line %d: a decorator" % other.lineno)
    for statement in function.body:
        read_statement(statement, found, names)
    return found


def read_statement(statement, found, names):
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Constant):  # a docstring
        return
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        method, given = call.func.attr, words(call.args, names)
        if given is not None and method == "install":
            return found["installs"].append(given)
        if given is not None and method in ("run", "run_always", "run_install"):
            env = [literal(k.value, names) for k in call.keywords if k.arg == "env"]
            if all(isinstance(one, dict) for one in env):
                return found["runs"].append({"words": given, "env": {k: str(v) for one in env for k, v in one.items()}})
        if method in ("log", "debug", "warn", "notify"):
            return None
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
        target, value = statement.targets[0], literal(statement.value, names)
        key = literal(
            target.slice
            if not hasattr(ast, "Index") or not isinstance(target.slice, ast.Index)
            else target.slice.value,
            names,
        )
        if isinstance(target.value, ast.Attribute) and target.value.attr == "env" and key and value is not None:
            found["env"][key] = str(value)
            return None
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        value = literal(statement.value, names)
        if value is not None:
            names[statement.targets[0].id] = value
            return None
    return found["unknown"].append("line %d" % statement.lineno)


def is_environ(node):
    return isinstance(node, ast.Attribute) and node.attr == "environ" and getattr(node.value, "id", "") == "os"


def module_environ(statement, names):
    """The variables that a statement of the module sets: os.environ["A"] = "b", os.environ.update(A="b")."""
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
        target = statement.targets[0]
        place = target.slice.value if type(target.slice).__name__ == "Index" else target.slice
        key, value = literal(place, names), literal(statement.value, names)
        return {key: str(value)} if is_environ(target.value) and key and value is not None else {}
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and is_environ(call.func.value)):
        return {}
    given = [literal(argument, names) for argument in call.args] + [
        {keyword.arg: literal(keyword.value, names)} for keyword in call.keywords if keyword.arg
    ]
    if call.func.attr == "setdefault" and len(call.args) == 2:
        given = [{given[0]: given[1]}]
    elif call.func.attr != "update":
        return {}
    return {k: str(v) for one in given if isinstance(one, dict) for k, v in one.items() if v is not None}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        tree = ast.parse(file.read())
    names, sessions, environ = {}, [], {}
    for statement in tree.body:
        environ.update(module_environ(statement, names))
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            value = literal(statement.value, names)
            if value is not None:
                names[statement.targets[0].id] = value
        if isinstance(statement, ast.FunctionDef):
            for decorator in statement.decorator_list:
                if is_session(decorator):
                    sessions.append(read_session(statement, decorator, dict(names)))
    for session in sessions:
        session["env"] = {**environ, **session["env"]}
    json.dump({"sessions": sessions}, sys.stdout)


main()
