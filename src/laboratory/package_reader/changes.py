"""What changed between two releases of a package in what a failure touched. Both are read by griffe, from their sources, and imported by nobody.

argv[1] is JSON: "good" and "bad", the folders that hold the release that passes and the one that fails; "seen", the site-packages of the session that
failed; "tops", the modules that the distribution installs; "failures", each an exception's "message", the "subjects" that it is about and the "calls"
that lead into the package: {"file", "line", "source", "into": {"file", "line"} or null}. Prints one line of JSON for each change:
{"name", "what", "instead"}; what the release that passes has and the other has not, or "changed": true where `what` is a sentence about the one that fails.
"""
import ast
import difflib
import json
import os
import re
import sys

import griffe


class Release:
    """The modules of one release, loaded when they are first asked for."""

    def __init__(self, folder):
        self.folder, self.modules = folder, {}

    def module(self, top):
        if top not in self.modules:
            loader = griffe.GriffeLoader(search_paths=[self.folder], allow_inspection=False)
            try:
                self.modules[top] = loader.load(top, try_relative_path=False)
                loader.resolve_aliases(implicit=False, external=False)
            except ImportError:
                self.modules[top] = None
        return self.modules[top]

    def find(self, path):
        """The object of a dotted name, None where there is none."""
        parts = path.split(".")
        found = self.module(parts[0])
        for part in parts[1:]:
            found = target(found)
            found = found.all_members.get(part) if found is not None else None
            if found is None:
                return None
        return target(found)


def target(found):
    """What an alias stands for; None where that lies outside the package."""
    try:
        return found.final_target if found is not None and found.is_alias else found
    except griffe.GriffeError:
        return None


def function_of(found):
    """A function, or what makes an instance of a class; None where that is not written down."""
    if found is not None and found.is_class:
        found = target(found.all_members.get("__init__"))
    return found if found is not None and found.is_function else None


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
    """What a reader who misses a parameter may look at: one of nearly the same name."""
    found = difflib.get_close_matches(name, by_keyword(new), 1, 0.6)
    return "perhaps %s=%s" % (found[0], ", which both releases have" if found[0] in by_keyword(old) else "") if found else ""


# The changes of one callable, as a call with these arguments meets them.

def refused(name, old, new, keywords, shown):
    """Of `**options` it is not known what they take: `shown` are words of the failure itself."""
    for each in keywords:
        if each in by_keyword(old) and each not in by_keyword(new) and (each in shown or not has(new, "variadic keyword")):
            yield {"name": name, "what": "parameter " + each, "instead": similar(each, old, new)}


def too_many(name, old, new, count):
    if count > len(by_position(new)) and not has(new, "variadic positional") and (count <= len(by_position(old)) or has(old, "variadic positional")):
        lost = by_position(old)[len(by_position(new)):count]
        kept = [each for each in lost if each in by_keyword(new)]
        if lost and kept == lost:
            yield {"name": name, "what": ("parameter " if len(lost) == 1 else "parameters ") + ", ".join(lost) + " by position", "instead": "pass %s by keyword" % ", ".join(lost)}
        elif lost:
            yield {"name": name, "what": ("parameter " if len(lost) == 1 else "parameters ") + ", ".join(lost), "instead": similar(lost[0], old, new)}


def missing(name, old, new, given):
    for each in required(new):
        if each not in given and each not in required(old):
            yield {"name": name, "what": "calls without " + each, "instead": "pass " + each}


def other_defaults(name, old, new, given):
    """Parameters that are left to a default which is another constant now."""
    for each in old:
        if each in new and each not in given and not old[each].required and not new[each].required:
            before, after = constant(old[each].default), constant(new[each].default)
            if before is not None and after is not None and before != after:
                yield {"name": name, "what": "the default of %s is %s, and was %s before" % (each, after, before), "instead": "pass " + each, "changed": True}


def constant(text):
    try:
        return repr(ast.literal_eval(str(text)))
    except (ValueError, SyntaxError):
        return None


# The two things that point into the package.

def of_subject(subject, before, after):
    name, (kind, _, wanted) = subject["name"], subject["member"].partition(" ")
    old, new = before.find(name), after.find(name)
    if kind == "module":
        return [{"name": name, "what": "module", "instead": ""}] if old is not None and new is None else []
    if kind == "attribute":
        return of_attribute(name, wanted, old, new)
    old, new = parameters(old), parameters(new)
    if old is None or new is None:
        return []
    if kind in ("parameter", "keywords"):
        return list(refused(name, old, new, wanted.split(), wanted.split()))
    if kind == "required":
        return [each for each in missing(name, old, new, ()) if each["what"] == "calls without " + wanted]
    if kind == "arguments":
        most, given = (int(each) for each in wanted.split())
        return list(too_many(name, old, new, given - (most - len(by_position(new)))))       # methods count self
    return []


def of_attribute(name, wanted, old, new):
    """That the other release is without it the failure has shown: its sources must only not say the opposite."""
    if old is None or new is None or old.is_attribute or old.is_function or wanted not in old.all_members or wanted in new.all_members:
        return []
    return [{"name": name + "." + wanted, "what": "", "instead": ""}]


def of_call(call, shown, seen, before, after, tops):
    try:
        with open(call["file"], encoding="utf-8") as file:
            found = calls_on(file.read(), call["line"], call["source"])
    except (OSError, ValueError):
        return []
    into = function_at(call["into"], seen, tops) if call["into"] else None
    own = (into.rpartition(".")[2], into.split(".")[-2] if into.endswith(".__init__") else "") if into else ()
    for each in found:
        meant = each.name if each.name.partition(".")[0] in tops else ""
        if into and each.last not in own and meant != into and not shared(seen, meant, into):
            continue                                    # another call of that line
        for name in (meant, public(seen, into) if into else "", into or ""):
            if not name:
                continue
            name = name[:-len(".__init__")] if name.endswith(".__init__") else name
            old, new = before.find(name), after.find(name)
            if old is not None and new is None and meant == name:
                return [{"name": name, "what": "", "instead": ""}]
            old, new = parameters(old), parameters(new)
            if old is None or new is None:
                continue
            changed = list(differences(name, old, new, each, shown))
            if changed or into:
                return changed
            break
    return []


def differences(name, old, new, call, shown):
    given = call.keywords + by_position(new)[:call.positional]
    hard = list(refused(name, old, new, call.keywords, shown))
    if not call.open:
        hard += list(too_many(name, old, new, call.positional)) + list(missing(name, old, new, given))
    return hard or ([] if call.open else list(other_defaults(name, old, new, given)))


def shared(release, name, into):
    """Whether a name that was imported stands for the function that ran."""
    found = function_of(release.find(name)) if name else None
    return found is not None and found.canonical_path == into


def function_at(place, release, tops):
    """The dotted name of the function that holds a line of a file of the package."""
    path = os.path.relpath(place["file"], release.folder)
    parts = path[:-len(".py")].split(os.sep)
    if not path.endswith(".py") or parts[0] not in tops:
        return None
    found = release.find(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    best = None
    queue = [found] if found is not None and found.is_module else []
    while queue:
        for each in queue.pop().members.values():
            if not each.is_alias and (each.is_class or each.is_function) and each.lineno and each.lineno <= place["line"] <= (each.endlineno or 0):
                queue.append(each)
                if each.is_function:
                    best = each
    return best.canonical_path if best is not None else None


def public(release, path):
    """The shortest name without an underscore under which a function, or the class that has it, can be had."""
    if path is None or not any(part.startswith("_") and part != "__init__" for part in path.split(".")):
        return path
    wanted, _, rest = path.rpartition(".")
    holder = release.find(wanted)
    if holder is None or not holder.is_class:
        wanted, rest = path, ""
    names, queue = [], [release.module(path.partition(".")[0])]
    while queue:
        module = queue.pop()
        for name, each in module.members.items():
            if name.startswith("_"):
                continue
            if each.is_alias:
                found = target(each)
                if found is not None and found.canonical_path == wanted:
                    names.append(module.path + "." + name)
            elif each.is_module:
                queue.append(each)
    return min(names, key=lambda each: (len(each), each)) + ("." + rest if rest else "") if names else None


def main(request):
    seen, before, after = Release(request["seen"]), Release(request["good"]), Release(request["bad"])
    said = []
    for failure in request["failures"]:
        found = [each for subject in failure["subjects"] if subject["name"].partition(".")[0] in request["tops"] for each in of_subject(subject, before, after)]
        for call in failure["calls"] if not found else ():
            shown = set(re.findall(r"\w+", failure["message"]))
            found += [each for each in of_call(call, shown, seen, before, after, request["tops"]) if each not in found]
        said += [each for each in found if each not in said]
    for each in said[:3]:
        print(json.dumps(each))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
