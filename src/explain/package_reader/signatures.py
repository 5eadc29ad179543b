"""Finds the changes between two signatures that matter to a call with certain arguments."""

import ast
import difflib


def change(name, kind, names=(), instead="", text=""):
    """A change in the form in which it is printed. The kinds are those of ApiKind in src/model/enums.hpp."""
    return {"name": name, "kind": kind, "names": list(names), "instead": instead, "text": text}


def parameters(found):
    found = function_of(found)
    return None if found is None else {each.name: each for each in found.parameters if each.name not in ("self", "cls")}


def kind_of(parameter):
    return parameter.kind.value if parameter.kind else ""


def has(names, kind):
    return any(kind_of(each) == kind for each in names.values())


def by_position(names):
    return [each.name for each in names.values() if kind_of(each) in ("positional-only", "positional or keyword")]


def by_keyword(names):
    return [each.name for each in names.values() if kind_of(each) in ("keyword-only", "positional or keyword")]


def required(names):
    return [each.name for each in names.values() if each.required and not kind_of(each).startswith("variadic")]


def similar(name, old, new):
    """A hint for a reader who misses a parameter: another parameter with nearly the same name."""
    found = difflib.get_close_matches(name, by_keyword(new), 1, 0.6)
    if not found:
        return ""
    return "perhaps %s=%s" % (found[0], ", which both releases have" if found[0] in by_keyword(old) else "")


def refused(name, old, new, keywords, shown):
    """The keywords that the new release does not take any more.

    Nothing says what `**options` takes. If the new release has it, the parameter must be among `shown`, the words of
    the failure itself."""
    for each in keywords:
        gone = each in by_keyword(old) and each not in by_keyword(new)
        if gone and (each in shown or not has(new, "variadic keyword")):
            yield change(name, "parameters", [each], similar(each, old, new))


def too_many(name, old, new, count):
    """The parameters that the old release takes by position and the new one does not."""
    if count <= len(by_position(new)) or has(new, "variadic positional"):
        return
    if count > len(by_position(old)) and not has(old, "variadic positional"):
        return
    lost = by_position(old)[len(by_position(new)) : count]
    if not lost:
        return
    if all(each in by_keyword(new) for each in lost):
        yield change(name, "by-position", lost, "pass %s by keyword" % ", ".join(lost))
    else:
        yield change(name, "parameters", lost, similar(lost[0], old, new))


def missing(name, old, new, given):
    for each in required(new):
        if each not in given and each not in required(old):
            yield change(name, "optional", [each], "pass " + each)


def other_defaults(name, old, new, given):
    """The parameters that the call leaves to a default, if that default is now a different constant."""
    for each in old:
        if each in new and each not in given and not old[each].required and not new[each].required:
            before, after = constant(old[each].default), constant(new[each].default)
            if before is not None and after is not None and before != after:
                text = "the default of %s is %s, and was %s before" % (each, after, before)
                yield change(name, "behaviour", [], "pass " + each, text)


def constant(text):
    try:
        return repr(ast.literal_eval(str(text)))
    except (ValueError, SyntaxError):
        return None


def differences(name, old, new, call, shown):
    given = call.keywords + by_position(new)[: call.positional]
    hard = list(refused(name, old, new, call.keywords, shown))
    if not call.open:
        hard += list(too_many(name, old, new, call.positional)) + list(missing(name, old, new, given))
    return hard or ([] if call.open else list(other_defaults(name, old, new, given)))
