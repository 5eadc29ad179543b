"""Finds the name of a library that an exception is about (`subject` in docs/recording.md). The name is found in the
frame that raised, through aliases and the types of objects. No code of the project runs: no getattr on its objects,
only types, the dictionaries of classes, modules and instances, and C descriptors. Nothing is kept.

A finder takes the exception, its text and the entries of its traceback without those of the probe. It returns (name,
kind, member, expression), or None if the exception is not known to be about a library."""

import sys

objects, source = kit.part("names_objects"), kit.part("names_source")
mro_of, module_kind, module_name = objects.mro_of, objects.module_kind, objects.module_name
between, whole_statement = source.between, source.whole_statement
import_name = ImportError.__dict__["name"].__get__
WARNINGS = ("DeprecationWarning", "PendingDeprecationWarning", "FutureWarning")


def subject(error, text, trace):
    """Returns {"name", "member", "expression", "kind"}, or None if the exception is not known to be about a library."""
    find = finder_of([kind.__name__ for kind in mro_of(type(error))])
    if find is None:
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


def finder_of(names):
    """Returns the finder for an exception whose classes have these names, or None if there is no such finder."""
    if "AttributeError" in names:
        return kit.part("names_attributes").of_attribute
    if "ImportError" in names:
        return of_import
    if "TypeError" in names:
        return kit.part("names_calls").of_call
    if names[0] == "NameError":
        return of_name
    if names[0] in WARNINGS:
        return kit.part("names_warnings").of_warning
    return None


def of_import(error, text, places):
    """This is the finder for ImportError."""
    name = import_name(error)
    if type(name) is not str or "partially initialized" in text:
        return None
    statement = whole_statement(outside(places))
    if text.startswith("No module named "):
        top = sys.modules.get(name.partition(".")[0])
        kind = module_kind(top) if top is not None else "?"
        return (name, kind, "module", statement) if kind else None
    wanted = between(text, "cannot import name '", "'")
    module = sys.modules.get(name)
    kind = module_kind(module) if module is not None else ""
    return (module_name(module), kind, "attribute " + wanted, statement) if wanted and kind else None


def outside(places):
    """Returns the innermost place that is not in importlib."""
    for place in reversed(places):
        if "importlib" not in place.tb_frame.f_code.co_filename:
            return place
    return places[-1]


def of_name(error, text, places):
    """This is the finder for NameError. It finds a builtin that this version of Python does not have."""
    name = between(text, "name '", "' is not defined")
    if not name:
        return None
    return "builtins", "l", "attribute " + name, whole_statement(places[-1]) if len(name) > 1 else name
