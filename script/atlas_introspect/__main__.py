"""script/atlas runs this inside each interpreter (python -I -S -B FOLDER). It prints what the standard library has, as
one JSON document.

stdin   {}, or {"probe": {"module": ["name", ...]}}: then only those names are looked up, with getattr, because a
        module's __getattr__ may know them
stdout  {"python", "platform", "dynamic": [modules with __getattr__], "entries": {qualified name: text}}, see
        docs/explain.md for the texts"""

import importlib.util
import io
import json
import site
import sys
import sysconfig
import types

from entries import Entries
from modules import Modules
from selected import all_modules, must_load


def main():
    request = json.load(sys.stdin)
    out = sys.stdout
    sys.stdout = io.StringIO()
    site.setquit(), site.setcopyright(), site.sethelper()  # -S leaves these out
    modules = Modules(sorted(request["probe"]) if "probe" in request else all_modules())
    for name in modules.broken:
        if must_load(name):
            sys.stderr.write("%s: %s cannot be imported here\n" % (sys.version.split()[0], name))
    atlas = Entries(modules)
    if "probe" in request:
        atlas.probe(request["probe"])
    else:
        atlas.describe_all()
        if importlib.util.find_spec("test"):
            atlas.entries["test"] = "M"
    dynamic = [
        name
        for name, module in modules.loaded.items()
        if isinstance(vars(module).get("__getattr__"), types.FunctionType)
    ]
    json.dump(
        {
            "python": sys.version.split()[0],
            "platform": sysconfig.get_platform(),
            "dynamic": dynamic,
            "entries": atlas.entries,
        },
        out,
    )


main()
