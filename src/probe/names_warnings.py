"""The finder for warnings that a filter has turned into exceptions. It finds the part of a library that is
deprecated."""

import sys

paths = kit.part("paths")
objects, values, source = kit.part("names_objects"), kit.part("names_values"), kit.part("names_source")
FUNCTION, MODULE, MISSING, Instance = objects.FUNCTION, objects.MODULE, objects.MISSING, values.Instance
is_a, module_kind, module_name = objects.is_a, objects.module_kind, objects.module_name
value_of, Raised, only, called = values.value_of, source.Raised, source.only, values.called
whole_statement = source.whole_statement


def of_warning(error, text, places):
    """This is the finder that names.py describes."""
    last, inner = None, []
    for place in places:
        if paths.place(place.tb_frame.f_code.co_filename)[1] == "l":
            inner.append(place)
        else:
            last, inner = place, []
    if last is None:
        return None
    module = imported(inner)
    if module is not None:
        return module_name(module), "l", "deprecated", whole_statement(last)
    code = inner[0].tb_frame.f_code if inner else None
    raised = Raised(last)
    try:
        return only(of_calls(raised, text, code) or of_attributes(raised, text) + of_imports(raised, text))
    finally:
        raised.close()


def imported(places):
    """Returns the innermost module of the standard library that was being imported, or None if there is none."""
    for place in places:
        if place.tb_frame.f_code.co_name == "<module>":
            name = place.tb_frame.f_globals.get("__name__")
            module = sys.modules.get(name) if type(name) is str else None
            if module is not None and module_kind(module) == "l":
                return module
    return None


def of_calls(raised, text, code):
    """Returns the functions that were called and may have warned. `code` is the code of the outermost frame of the
    standard library."""
    results = []
    for node in raised.nodes("Call"):
        value = value_of(node.func, raised.names)
        found = called(node, value, raised.names) if value is not MISSING else None
        if not found:
            continue
        own = getattr(value, "__code__", None) if type(value) is FUNCTION else None
        if own is code and code is not None or found[2][0] in text or raised.exact:
            results.append((found[0], found[1], "deprecated", raised.source(node)))
    return results


def of_attributes(raised, text):
    """Returns the attributes of modules that the text mentions."""
    results = []
    for node in raised.nodes("Attribute"):
        value = value_of(node.value, raised.names)
        if value is MISSING or type(value) is Instance or not is_a(value, MODULE) or not module_kind(value):
            continue
        if node.attr in text:
            name = module_name(value) + "." + node.attr
            results.append((name, module_kind(value), "deprecated", raised.source(node)))
    return results


def of_imports(raised, text):
    """Returns the names that were imported from modules and that the text mentions."""
    results = []
    for node in raised.nodes("ImportFrom"):
        module = sys.modules.get(node.module) if type(node.module) is str and not node.level else None
        if module is not None and module_kind(module):
            for each in [each.name for each in node.names if each.name in text]:
                results.append((module_name(module) + "." + each, module_kind(module), "deprecated", raised.text))
    return results
