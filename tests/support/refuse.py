"""Runs a command for which the kernel refuses some system calls, as it does in a container or on another kernel, by a
filter of seccomp that the command and all its children inherit:

    python3 refuse.py flock=ENOLCK unshare=EPERM -- testskew doctor

`docker` stands for the calls that Docker's default profile forbids to a container without capabilities."""

import ctypes
import errno
import os
import platform
import struct
import sys

NUMBERS = {  # name -> its number on x86-64 and on arm64
    "bpf": (321, 280),
    "clone3": (435, 435),
    "flock": (73, 32),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "landlock_create_ruleset": (444, 444),
    "mount": (165, 40),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "perf_event_open": (298, 241),
    "pivot_root": (155, 41),
    "setns": (308, 268),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}
DOCKER = [name for name in NUMBERS if name not in ("clone3", "flock", "landlock_create_ruleset")]
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06  # BPF_LD+W+ABS, BPF_JMP+JEQ+K, BPF_RET+K
ALLOW, REFUSE = 0x7FFF0000, 0x00050000  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO


def possible():
    return sys.platform == "linux" and platform.machine() in ARCHITECTURES


def rules(words):
    """The errno for each call that the words name."""
    found = {}
    for word in words:
        if word == "docker":
            found.update(dict.fromkeys(DOCKER, errno.EPERM))
            found["clone3"] = errno.ENOSYS
        else:
            name, _, error = word.partition("=")
            found[name] = getattr(errno, error)
    return found


def program(refused):
    """The filter: calls of another architecture pass, as no program here makes them."""
    column, audit = ARCHITECTURES[platform.machine()]
    code = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, audit), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, 0)]
    for name, error in refused.items():
        code += [(EQUAL, 0, 1, NUMBERS[name][column]), (RETURN, 0, 0, REFUSE | error)]
    code.append((RETURN, 0, 0, ALLOW))
    return b"".join([struct.pack("HBBI", *one) for one in code]), len(code)


def refuse(words):
    """Installs the filter in this process."""
    code, length = program(rules(words))
    kept = ctypes.create_string_buffer(code, len(code))
    filtered = struct.pack("HxxxxxxP", length, ctypes.addressof(kept))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, ctypes.create_string_buffer(filtered), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no filter of system calls is possible here")


if __name__ == "__main__":
    end = sys.argv.index("--")
    refuse(sys.argv[1:end])
    os.execvp(sys.argv[end + 1], sys.argv[end + 1 :])
