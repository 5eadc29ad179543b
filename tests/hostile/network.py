"""The network goes away in the middle: by a proxy of our own that passes on so many bytes, and then nothing. What could
be had is kept, one line says what could not, and with the network the same command does it all."""

import selectors
import shutil
import socket
import threading

CHUNK = 65536
CACHE = "networked-cache"
COLD, WARM = 2_500_000, 200_000  # About so many bytes are fetched for both environments, and for the releases.
FILES = {
    "testskew.toml": (
        '[profile.old]\npython = "3.12"\nrequirements = ["pytest", "itsdangerous==2.0.1"]\n'
        '[profile.new]\npython = "3.12"\nrequirements = ["pytest", "itsdangerous==2.2.0"]\n'
    ),
    # This name went away in 2.1.0, so that the releases between the two are looked for, too.
    "test_a.py": "def test_a():\n    from itsdangerous import json\n\n    assert json\n",
}


class Proxy:
    """Tunnels connections until so many bytes came back; None is no limit. Afterwards it refuses all, or, if it is
    `silent`, takes them and says nothing."""

    def __init__(self, limit, silent):
        self.limit, self.silent, self.passed = limit, silent, 0
        self.lock, self.open = threading.Lock(), []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = "http://127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def is_cut(self):
        return self.limit is not None and self.passed >= self.limit

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            with self.lock:
                self.open.append(client)
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            words = client.recv(CHUNK).split()
            if self.is_cut() or len(words) < 2:
                return self.give_up(client)
            host, _, port = words[1].decode().rpartition(":")
            with socket.create_connection((host, int(port)), 30) as server:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                self.tunnel(client, server)
        except OSError:
            client.close()

    def tunnel(self, client, server):
        selector = selectors.DefaultSelector()
        selector.register(client, selectors.EVENT_READ, server)
        selector.register(server, selectors.EVENT_READ, client)
        while True:
            for key, _ in selector.select():
                data = key.fileobj.recv(CHUNK)
                if key.fileobj is server:
                    self.passed += len(data)
                if self.is_cut():
                    return self.give_up(client)
                if not data:
                    return client.close()
                key.data.sendall(data)

    def give_up(self, client):
        if not self.silent:
            client.close()

    def close(self):
        self.listener.close()
        for client in self.open:
            client.close()


def through(bench, project, limit, silent=False, words=()):
    """Runs the program behind such a proxy. Returns the result and how many bytes came back."""
    proxy = Proxy(limit, silent)
    variables = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"), proxy.address)
    cache = str(bench.folder / CACHE / "uv")
    # A network that is whole may be slow on a busy machine.
    seconds = "60" if limit is None else "2"
    variables.update(UV_CACHE_DIR=cache, UV_HTTP_TIMEOUT=seconds, UV_HTTP_RETRIES="0")
    variables.update(https_proxy=None, http_proxy=None, no_proxy=None, NO_PROXY=None, PIP_FIND_LINKS=None)
    command = ("run", "--bad", "new", "--good", "old", *words)
    result = bench.run(*command, cwd=project, cache=CACHE, **variables)
    proxy.close()
    return result, proxy.passed


def trouble_of(result, cut):
    """What is wrong with a run whose network may have gone away."""
    if trouble := result.trouble((1, 3, 4)):
        return trouble
    errors = [line for line in result.err.splitlines() if line.startswith("testskew: ")]
    if result.status == 4 and (len(errors) != 1 or not any(word in errors[0] for word in ("network", "index"))):
        return f"what was missing is not said on one line: {result.err[-400:]!r}"
    return (
        "" if cut or result.status == 1 else f"its status was {result.status} with the network: {result.err[-300:]!r}"
    )


def one_cut(bench, project, share, warm, silent):
    """Cuts a run after this share of what it fetches; then runs it with the network. Returns 1 if anything is wrong."""
    shutil.rmtree(bench.folder / CACHE, ignore_errors=True)
    if warm:  # Both environments are there, and only releases between them are fetched.
        through(bench, project, None, words=("--no-attribute",))
    result, passed = through(bench, project, share * (WARM if warm else COLD), silent)
    trouble = trouble_of(result, True)
    if warm and result.status == 4:
        trouble = trouble or f"what was kept is not used: {result.err[-300:]!r}"
    trouble = trouble or trouble_of(through(bench, project, None)[0], False)
    if bench.left():
        trouble = trouble or "processes stayed"
    if trouble:
        bench.fail(f"cut after {passed} bytes: {trouble}")
    return int(bool(trouble))


def run_network(bench, asked):
    """Cuts a run in which both environments are built, and one in which only releases are looked for, at random
    points."""
    project, rounds = bench.make_project("networked", FILES), max(2 * asked.rounds, 1)
    for name, silent in (("goes away", False), ("falls silent", True)):
        for what, warm in (("while environments are built", False), ("while releases are tried", True)):
            failed = sum(one_cut(bench, project, bench.random.random(), warm, silent) for _ in range(rounds))
            bench.row("network", f"the network {name} {what}", rounds, failed)
