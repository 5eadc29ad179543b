"""The finder for TypeError. It finds the library's function that was called with an argument that it does not take, or
the library's class that was used in a way that it does not allow."""

import sys

objects, values, source = kit.part("names_objects"), kit.part("names_values"), kit.part("names_source")
FUNCTION, PARTIAL, MISSING, Instance = objects.FUNCTION, objects.PARTIAL, objects.MISSING, values.Instance
value_of, in_class, is_a, class_name = values.value_of, values.in_class, objects.is_a, objects.class_name
Raised, between, only, called = source.Raised, source.between, source.only, values.called
QUALIFIED = sys.version_info >= (3, 10)  # From 3.10 on, messages name functions by __qualname__.

TYPES = ("type", "NoneType", "ABCMeta", "EnumMeta")
MAKERS = ("__init__", "__new__", "")


class Refusal:
    """What a message says was refused. `wanted` is the function as the message names it, and `member` is the form in
    the recording. `keyword` is the name of the argument, "" for any keyword, or None if the message is about something
    else."""

    def __init__(self, wanted, member, keyword=None):
        self.wanted, self.member, self.keyword = wanted, member, keyword
        self.last = wanted.rpartition(".")[2]


def of_call(error, text, places):
    """This is the finder that names.py describes."""
    if "is not subscriptable" in text:
        return of_subscript(places[-1])
    if text.startswith("unsupported operand type(s) for |"):
        return of_union(text, places[-1])
    refusal = refusal_of(text)
    if refusal is None:
        return None
    raised = Raised(places[-1])
    try:
        results = []
        for node in raised.nodes("Call"):
            known, found = refused(node, raised, refusal)
            if not known:
                return None
            if found:
                results.append(found[:2] + (said(node, text, refusal), raised.source(node)))
        return only(results)
    finally:
        raised.close()


def refusal_of(text):
    """Returns the Refusal that a message means, or None if the message is about something else."""
    if "() got an unexpected keyword argument '" in text:
        keyword = between(text, "keyword argument '", "'")
        return Refusal(text.partition("() got an")[0], "parameter " + keyword, keyword)
    if "is an invalid keyword argument for " in text:
        keyword = between(text, "'", "'")
        wanted = text.partition("argument for ")[2].partition("()")[0]
        return Refusal("" if wanted.startswith("this function") else wanted, "parameter " + keyword, keyword)
    if "() takes no keyword arguments" in text:
        return Refusal(text.partition("() takes")[0], "parameter ", "")
    if "() missing " in text:
        return Refusal(text.partition("() missing ")[0], "required " + between(text, "'", "'"))
    found = counted(text)
    if not found:
        return None
    wanted, most, given = found
    return Refusal(wanted, "arguments %d %d" % (most, given)) if 0 <= most < given else None


def refused(node, raised, refusal):
    """Returns (known, found). (False, None) means that it is not known whether this call was refused, or that a
    function of the project was called. (True, None) means that this call was not refused. Otherwise `found` is the
    function in the form that `called` returns."""
    value = value_of(node.func, raised.names)
    keywords = [each.arg for each in node.keywords]
    keyword, last = refusal.keyword, refusal.last
    if keyword is not None and keyword not in keywords and None not in keywords and type(value) is not PARTIAL:
        if keyword or not keywords:
            return True, None
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    perhaps = last in MAKERS or last == name
    if value is MISSING or type(value) is Instance:
        return not perhaps, None
    found = called(node, value, raised.names)
    if not found:
        return not (raised.exact or keyword or perhaps), None
    if last and last not in found[2] and last != name:
        return True, None
    if type(value) is FUNCTION and QUALIFIED and refusal.wanted != value.__qualname__ and keyword != "":
        return True, None  # The name stood for another function when the call was made.
    return True, found


def said(node, text, refusal):
    """Returns the member for the recording. Functions written in C count keywords as well, so the keywords are named if
    there are any."""
    keywords = [each.arg for each in node.keywords if each.arg]
    if keywords and (refusal.member == "parameter " or " given)" in text):
        return "keywords " + " ".join(keywords)
    return refusal.member


def number(text):
    """Returns the number in a text such as "no", "2" or "exactly 2", or -1 if there is none."""
    if text in ("no", "exactly"):
        text = "0" if text == "no" else ""
    digits = "".join([char for char in text if char.isdigit()])
    return int(digits) if digits else -1


def counted(text):
    """Returns (function, most, given) of a message about too many arguments."""
    name, mark, rest = text.partition("() takes ")
    if not mark:
        name, mark, rest = text.partition(" expected ")
        if not mark or ", got " not in rest:
            return None
        most, _, given = rest.partition(", got ")
        return name, number(most.replace("at most", "").replace("argument", "").replace("s", "")), number(given)
    if " were given" in rest or " was given" in rest:
        head, _, tail = rest.partition(" but ")
        limit = head.partition(" positional")[0]
        return name, number(limit.rpartition(" to ")[2]), number(tail.partition(" ")[0])
    if " given)" in rest:
        head, _, tail = rest.partition(" (")
        most = head.replace("no", "0") if head.startswith("no ") else head
        return name, number(most), number(tail.partition(" given")[0])
    return None


def of_subscript(place):
    """Finds a class of a library that cannot be subscripted in this version of Python, such as in list[int]."""
    raised = Raised(place)
    try:
        for node in raised.nodes("Subscript"):
            value = value_of(node.value, raised.names)
            if value is MISSING:
                return None
            if type(value) is Instance or not is_a(value, type):
                continue
            if in_class(value, "__class_getitem__") is MISSING and in_class(type(value), "__getitem__") is MISSING:
                found = class_name(value)
                return found and found + ("attribute __class_getitem__", raised.source(node))
        return None
    finally:
        raised.close()


def of_union(text, place):
    """Finds a type that has no operator

    in this version of Python, such as in dict

    dict or int

    None."""
    left, right = between(text, ": '", "'"), text.rpartition(" and '")[2].rstrip("'")
    special = "__ior__" if "for |=" in text else "__or__"
    if left == right == "dict":
        owner = "builtins.dict"
    elif "type" in (left, right) and left in TYPES and right in TYPES:
        owner = "builtins.type"
    else:
        return None
    raised = Raised(place)
    try:
        found = [node for node in raised.nodes("BinOp", "AugAssign") if type(node.op).__name__ == "BitOr"]
        return (owner, "l", "attribute " + special, raised.source(found[0])) if found else None
    finally:
        raised.close()
