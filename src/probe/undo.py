"""For observed sessions, undoes named changes of state that a module or test makes, so that it can be seen which of
them makes other tests fail. The config names the pieces of state, and the nodes that change each of them."""

import sys

record, paths, state = kit.part("record"), kit.part("paths"), kit.part("state")
lines, pieces = kit.part("lines"), kit.part("pieces")


def install(wanted):
    """`wanted` is {"changes": [{"what", "name", "ids"}], "when", "forget"}. `when` is "line" if a change is to be
    undone right after the line of the project that makes it, or "end" if that is to be done when its module or test has
    ended. `forget` lists the nodes after which the modules of the project that they imported first are to be removed
    from sys.modules, because these may hold what was changed."""
    kit.observer = Observer(wanted)


class Observer:
    """Undoes the changes."""

    def __init__(self, wanted):
        self.changes = [(pieces.Piece(one["what"], one["name"]), set(one["ids"])) for one in wanted["changes"]]
        self.by_line, self.forget = wanted["when"] == "line", set(wanted.get("forget") or ())
        self.current, self.node, self.known, self.said = [], "", None, set()

    def before(self, at, node):
        self.node = node
        self.current = [piece for piece, ids in self.changes if node in ids]
        if self.by_line:  # This session needs settrace itself.
            self.current = [piece for piece in self.current if piece.name != "settrace"]
        for piece in self.current:
            piece.keep()
        self.known = set(sys.modules) if node in self.forget else None
        if self.by_line and self.current:
            lines.follow(self.check, self.begin)

    def after(self, at, node):
        lines.stop()
        if self.known is not None:
            forget(self.known, node)
        self.undo()
        self.current, self.known = [], None

    def begin(self):
        """Notes that the first line of the project runs now. Before it, pytest put the folder of the module on
        sys.path."""
        for piece in self.current:
            if piece.what == "sys.path":
                piece.keep()

    def check(self, frame, line):
        self.undo()

    def undo(self):
        """Sets back what has changed since the node began."""
        process = None
        for piece in self.current:
            if process is None and piece.what not in pieces.SAVED:
                process = {}
                kit.part("state_process").process(process)
            if not piece.changed(process):
                continue
            try:
                done = piece.set_back(self.node)
            except Exception:
                done = False
                kit.trouble("undo")
            process = None
            if done and (piece, self.node) not in self.said:
                self.said.add((piece, self.node))
                record.say({"t": "undone", "id": self.node, "what": piece.what, "name": piece.name})


def forget(known, node):
    """Removes the modules of the project that were imported first while the node ran."""
    for name in state.fresh_modules(known, node):
        module = sys.modules.pop(name, None)
        parent, _, child = name.rpartition(".")
        owner = sys.modules.get(parent)
        if type(owner) is state.MODULE and vars(owner).get(child) is module:
            del vars(owner)[child]
