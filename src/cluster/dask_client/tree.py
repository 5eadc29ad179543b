"""The files of the project as a manifest and content-addressed blobs. Standard library only."""

import json
import os
import stat

PACK = 16 << 20  # so many bytes of blobs travel together


class Tree:
    """A tree on disk. The manifest lists every folder, file and symlink; a file is named by the hash of its content."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.paths, entries = {}, []
        for path in self.walk("."):
            entries.append(self.entry(path))
        self.manifest = json.dumps(entries)
        self.digest = digest_of(self.manifest.encode())[:16]

    def walk(self, below):
        yield below
        for one in sorted(os.scandir(os.path.join(self.folder, below)), key=lambda one: one.name):
            path = os.path.normpath(os.path.join(below, one.name))
            if one.is_dir(follow_symlinks=False):
                yield from self.walk(path)
            elif one.is_file(follow_symlinks=False) or one.is_symlink():
                yield path

    def entry(self, path):
        whole = os.path.join(self.folder, path)
        status = os.lstat(whole)
        mode, mtime = stat.S_IMODE(status.st_mode), status.st_mtime_ns
        if stat.S_ISDIR(status.st_mode):
            return path, "folder", mode, mtime, ""
        if stat.S_ISLNK(status.st_mode):
            return path, "link", mode, mtime, os.readlink(whole)
        digest = digest_of(self.content(path))
        self.paths[digest] = path
        return path, "file", mode, mtime, digest

    def content(self, path):
        with open(os.path.join(self.folder, path), "rb") as file:
            return file.read()

    def packs(self, digests):
        """The blobs of these digests in packs of some megabytes, each a list of (digest, content)."""
        pack, size = [], 0
        for digest in sorted(digests):
            content = self.content(self.paths[digest])
            pack.append((digest, content))
            size += len(content)
            if size >= PACK:
                yield pack
                pack, size = [], 0
        if pack:
            yield pack
