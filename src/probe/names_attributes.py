"""The finder for AttributeError. It finds the owner of the attribute that is missing."""

import sys

objects, values, source = kit.part("names_objects"), kit.part("names_values"), kit.part("names_source")
MODULE, MISSING, Instance = objects.MODULE, objects.MISSING, values.Instance
is_a, class_name, library_class = objects.is_a, objects.class_name, objects.library_class
module_kind, module_name, module_dict = objects.module_kind, objects.module_name, objects.module_dict
mro_of, qualname_of, walk_name = objects.mro_of, objects.qualname_of, objects.walk_name
value_of, member_of, Raised, between = values.value_of, values.member_of, source.Raised, source.between
only = source.only
subclasses_of = type.__subclasses__
error_object = AttributeError.__dict__["obj"].__get__ if "obj" in AttributeError.__dict__ else None
SCANS = 40  # All classes are searched at most this many times in one process.
scans = [0]  # Counts how often all classes were searched.


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
                return None  # The other candidates are unknown, and one of them may have been meant.
            results.append(found + (member, raised.source(node)))
        if not candidates and error_object is None:
            found = by_message(text)
            return found and found + (member, raised.text)
        return only(results)
    finally:
        raised.close()


def owner_name(value):
    """Returns the (name, kind) of a library's module, of its class, or of the class of an object. Returns None if the
    value does not belong to a library."""
    if type(value) is Instance:
        return library_class(value.kind)
    if is_a(value, MODULE):
        kind = module_kind(value)
        return (module_name(value), kind) if kind else None
    return library_class(value if is_a(value, type) else type(value))


def by_message(text):
    """Returns the owner that the message names, if only one thing can be meant."""
    if text.startswith("module '"):
        module = sys.modules.get(between(text, "module '", "'"))
        return (module_name(module), module_kind(module)) if module is not None and module_kind(module) else None
    name = between(text, "type object '" if text.startswith("type object '") else "'", "'")
    if not name or not (text.startswith("'" + name + "' object has") or text.startswith("type object '")):
        return None
    if "." in name:  # Only types written in C are named with a dot.
        module, _, last = name.rpartition(".")
        value = walk_name(sys.modules.get(module), last) if module in sys.modules else MISSING
        return class_name(value) if value is not MISSING and is_a(value, type) else None
    builtins = sys.modules.get("builtins")
    builtin = module_dict(builtins).get(name) if is_a(builtins, MODULE) else None
    if builtin is not None and is_a(builtin, type):
        return class_name(builtin)
    return by_class_name(name)


def by_class_name(name):
    """Returns the library's class with this name, if no other class has the name."""
    if scans[0] >= SCANS:
        return None
    scans[0] += 1
    seen, queue, found = {id(object)}, [object], []
    while queue:
        for each in subclasses_of(queue.pop()):
            if id(each) not in seen and is_a(each, type) and type not in mro_of(each):
                seen.add(id(each))
                queue.append(each)
                if qualname_of(each).rpartition(".")[2] == name:
                    found.append(each)
    return library_class(found[0]) if len(found) == 1 and class_name(found[0]) else None
