"""Which modules and names of a standard library the atlas records."""

import os
import pkgutil
import re
import sys
import sysconfig

SKIPPED = re.compile(
    r"(^|\.)(test|tests|idlelib|turtledemo|__main__|antigravity|this|_bundled|__phello__|pydoc_data|__hello__)(\.|$)"
    r"|^(sitecustomize|usercustomize|_distutils_system_mod|_sysconfigdata|_test|_ctypes_test|xx|config-)"
    r"|^lib2to3\.(fixes|pgen2)\..*|^site-packages"
)
# An interpreter may have been built without these, so that their absence says nothing about the version.
OPTIONAL = set(
    """
    _pyrepl.windows_console bz2 _bz2 _scproxy _lzma turtle _curses_panel dbm.sqlite3 zlib nt _msi dbm.gnu curses
    tkinter _gdbm ssl winsound ctypes.wintypes _tkinter _ssl dbm.ndbm asyncio.windows_events _wmi sqlite3
    _ctypes _winapi winreg multiprocessing.popen_spawn_win32 ossaudiodev _sqlite3 msilib asyncio.windows_utils
    encodings.mbcs crypt msvcrt _zstd _uuid distutils.msvc9compiler spwd encodings.oem _osx_support nis ntpath
    _overlapped _dbm lzma distutils.msvccompiler distutils.command.bdist_msi readline _crypt ctypes
    compression.zstd _curses
""".split()
)
# The C functions and constants of these modules depend on the platform, the C library and its headers, or on OpenSSL.
PLATFORM = """
    posix _socket select _signal signal errno resource termios fcntl mmap syslog _locale _ssl _hashlib _curses
    readline time _multiprocessing pty grp pwd crypt spwd nis ossaudiodev stat _stat _posixsubprocess
    _posixshmem socket ssl os curses locale tty subprocess ctypes webbrowser posixpath pyexpat xml.parsers.expat
    sys
""".split()
# For these only the module itself is recorded: nobody imports names from them, or they are large and need an optional
# library.
NO_CONTENTS = set(
    """
    ensurepip tkinter distutils idlelib lib2to3 turtle posix profiling pydoc
""".split()
)
# The special methods that a program may depend on.
SPECIAL = set(
    """
    __index__ __neg__ __exit__ __or__ __bytes__ __length_hint__ __copy__ __replace__ __delitem__ __iter__
    __deepcopy__ __aenter__ __set_name__ __buffer__ __int__ __round__ __getitem__ __xor__ __ior__ __matmul__
    __bool__ __call__ __and__ __float__ __enter__ __aexit__ __next__ __truediv__ __pow__ __ror__ __setitem__
    __fspath__ __trunc__ __floordiv__ __add__ __hash__ __sub__ __missing__ __anext__ __eq__ __lt__
    __class_getitem__ __reversed__ __mul__ __mod__ __contains__ __aiter__ __len__ __await__
""".split()
)
NOISE = {"__lt__", "__eq__", "__hash__"}  # Nearly every class has these, so they count only if they say something.


def all_modules():
    """Every module of the standard library that this interpreter may have."""
    library = os.path.dirname(os.__file__)
    found = set(sys.builtin_module_names) | set(getattr(sys, "stdlib_module_names", ()))
    folders = [
        (library, ""),
        (os.path.join(library, "lib-dynload"), ""),
        (sysconfig.get_config_var("DESTSHARED") or library, ""),
    ]
    while folders:
        folder, prefix = folders.pop()
        for _, name, package in pkgutil.iter_modules([folder]):
            full = prefix + name
            if full in found and not package or SKIPPED.search(full):
                continue
            found.add(full)
            if package:
                folders.append((os.path.join(folder, name), full + "."))
    found.add("os.path")
    return sorted(name for name in found if not SKIPPED.search(name))


def is_public(module):
    return not any(part.startswith("_") for part in module.split("."))


def must_load(module):
    """Whether a module that exists as a file must also be importable. Some lack an optional part."""
    return module not in OPTIONAL and module.split(".")[0] not in OPTIONAL and not module.startswith("_")
