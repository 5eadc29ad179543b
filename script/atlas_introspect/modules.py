"""Imports the modules of the standard library."""

import importlib
import re
import sys
import types
import warnings

from selected import SKIPPED, is_public


class Modules:
    """`loaded` maps names to modules. `broken` has the names that cannot be imported, `deprecated` those that warn."""

    def __init__(self, names):
        self.loaded, self.broken, self.deprecated = {}, [], set()
        for name in names:
            self.load(name)
        # collections.abc is not a file of its own in some versions.
        for name, module in list(sys.modules.items()):
            if (
                name not in self.loaded
                and name.rpartition(".")[0] in self.loaded
                and is_public(name)
                and not SKIPPED.search(name)
                and isinstance(module, types.ModuleType)
            ):
                self.loaded[name] = module

    def load(self, name):
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            try:
                self.loaded[name] = importlib.import_module(name)
            except BaseException:
                self.broken.append(name)
                return
        if any(is_about(each, name) for each in seen):
            self.deprecated.add(name)


def is_about(warning, module):
    """Whether a warning says that this very module is deprecated: it comes from the module's file, or it names it."""
    if not issubclass(warning.category, DeprecationWarning):
        return False
    text = r"['\"`]?%s['\"`]?( module| package)? is deprecated" % re.escape(module)
    return module.replace(".", "/") in (warning.filename or "") or re.search(text, str(warning.message)) is not None
