"""Prints what changed between two releases of a package in what a failure touched.

griffe reads both releases from their sources, and nothing imports them.

argv[1] is JSON: "good" and "bad", the folders that hold the release that passes and the one that fails; "seen", the
site-packages of the session that failed; "tops", the modules that the distribution installs; "failures", each an
exception's "message", the "subjects" that it is about and the "calls" that lead into the package:
{"file", "line", "source", "into": {"file", "line"} or null}, and the "frames" of the package, innermost first, each
{"file", "line"}. Prints one line of JSON for each change:
{"name", "kind", "names", "instead", "text"}. A change is something that the passing release has and the failing one
lacks. For the kind "behaviour", `text` says what the failing release does.
"""

import json
import re
import sys


def of_subject(subject, before, after):
    name, (kind, _, wanted) = subject["name"], subject["member"].partition(" ")
    old, new = before.find(name), after.find(name)
    if kind == "module":
        return [change(name, "module")] if old is not None and new is None else []
    if kind == "attribute":
        return of_attribute(name, wanted, old, new)
    old, new = parameters(old), parameters(new)
    if old is None or new is None:
        return []
    if kind in ("parameter", "keywords"):
        return list(refused(name, old, new, wanted.split(), wanted.split()))
    if kind == "required":
        return [each for each in missing(name, old, new, ()) if each["names"] == [wanted]]
    if kind == "arguments":
        most, given = (int(each) for each in wanted.split())
        # The message about a method counts self, and the parameters that parameters() gives do not.
        return list(too_many(name, old, new, given - (most - len(by_position(new)))))
    return []


def of_attribute(name, wanted, old, new):
    """The change, in a list, if the attribute is gone in the failing release.

    The failure has shown that it is, so it is enough that the sources do not say the opposite."""
    if old is None or new is None or old.is_attribute or old.is_function:
        return []
    if wanted not in old.all_members or wanted in new.all_members:
        return []
    return [change(name + "." + wanted, "name")]


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
            continue  # This is a different call on the same line.
        for name in (meant, public(seen, into) if into else "", into or ""):
            if not name:
                continue
            name = name[: -len(".__init__")] if name.endswith(".__init__") else name
            old, new = before.find(name), after.find(name)
            if old is not None and new is None and meant == name:
                return [change(name, "name")]
            old, new = parameters(old), parameters(new)
            if old is None or new is None:
                continue
            changed = list(differences(name, old, new, each, shown))
            if changed or into:
                return changed
            break
    return []


def main(request):
    seen, before, after = Release(request["seen"]), Release(request["good"]), Release(request["bad"])
    said = []
    for failure in request["failures"]:
        found = []
        for subject in failure["subjects"]:
            if subject["name"].partition(".")[0] in request["tops"]:
                found += of_subject(subject, before, after)
        for call in failure["calls"] if not found else ():
            shown = set(re.findall(r"\w+", failure["message"]))
            found += [each for each in of_call(call, shown, seen, before, after, request["tops"]) if each not in found]
        said += [each for each in found if each not in said]
    said = said or other_bodies(request["failures"], seen, before, after, request["tops"])
    for each in said[:3]:
        print(json.dumps(each))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
