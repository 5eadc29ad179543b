"""For observed sessions, finds the lines of the project that change one named piece of state. It looks at that piece
after every line."""

record, paths, sources = kit.part("record"), kit.part("paths"), kit.part("sources")
lines, pieces = kit.part("lines"), kit.part("pieces")
piece = None
module = ""
value = None
count = 0


def install(wanted):
    global piece, module
    piece, module = pieces.Piece(wanted["what"], wanted["name"]), wanted["module"]
    kit.observer = Observer()


def check(frame, line):
    global value, count
    now = piece.look()
    if now.same(value):
        return
    past, value = value, now
    count += 1
    if count > 200:
        return
    code = frame.f_code
    path = paths.place(code.co_filename)[0]
    hidden = piece.what == "environ"
    outer, depth = frame.f_back if path != module else None, 0
    while outer is not None and depth < 200 and paths.place(outer.f_code.co_filename)[0] != module:
        outer, depth = outer.f_back, depth + 1
    record.say(
        {
            "caller": outer.f_lineno if outer is not None and depth < 200 else 0,
            "t": "watch",
            "at": "collect" if kit.phase == "collect" else "test",
            "id": kit.node,
            "path": path,
            "line": line,
            "function": code.co_name,
            "source": sources.source_line(code.co_filename, line),
            "before": None if past is pieces.MISSING else "set" if hidden else past.show(),
            "after": None if now is pieces.MISSING else "set" if hidden else now.show(),
        }
    )


class Observer:
    def before(self, at, node):
        global value
        if node.partition("::")[0] == module:
            value = piece.look()
            lines.follow(check)

    def after(self, at, node):
        lines.stop()
