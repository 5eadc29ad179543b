"""The parameters of functions and classes, as the atlas writes them."""

import enum
import inspect
import re
import types


def class_signature(value):
    if issubclass(value, enum.Enum):
        return ""
    for maker in ("__init__", "__new__"):
        made = inspect.getattr_static(value, maker, None)
        made = getattr(made, "__func__", made)
        if isinstance(made, types.FunctionType):
            return signature(made, maker, True)
    if issubclass(value, BaseException):
        return ""
    return signature(value, value.__name__)


def signature(value, name, drop_first=False):
    try:
        parameters = list(inspect.signature(value).parameters.values())
    except (ValueError, TypeError, NameError, AttributeError):
        return doc_signature(value, name)
    except Exception:
        return ""
    if drop_first and parameters and parameters[0].kind in (0, 1) and not isinstance(value, types.MethodType):
        parameters = parameters[1:]
    parts, star, slash = [], False, False
    for each in parameters:
        if slash and each.kind != each.POSITIONAL_ONLY:
            parts.append("/")
        slash = each.kind == each.POSITIONAL_ONLY
        if each.kind == each.KEYWORD_ONLY and not star:
            parts.append("*")
            star = True
        if each.kind == each.VAR_POSITIONAL:
            star = True
        parts.append(
            {2: "*", 4: "**"}.get(int(each.kind), "") + each.name + ("=" if each.default is not each.empty else "")
        )
    if slash:
        parts.append("/")
    return "(" + ",".join(parts) + ")"


def doc_signature(value, name):
    """The parameters that the first lines of a docstring name. They are less reliable than a signature."""
    doc = getattr(value, "__doc__", None)
    if type(doc) is not str:
        return ""
    found = []
    for line in doc.strip().split("\n\n")[0].split("\n"):
        match = re.match(r"(?:[\w.]*\.)?%s\((.*?)\)\s*(->|--|=|$)" % re.escape(name), line.strip())
        if match:
            for word in re.findall(
                r"([A-Za-z_]\w*)\s*=", match.group(1)
            ):  # without a default, it may be positional only
                if word + "=" not in found and not word[:1].isupper():
                    found.append(word + "=")
    return "~(" + ",".join(found) + ")" if found else ""
