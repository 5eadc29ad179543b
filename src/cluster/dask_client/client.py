"""The client of a Dask cluster. It is run by uv with `distributed`, and speaks with testskew through a socket, one JSON
document a line. The files of this folder are one script, with this one at its end: what belongs to a script travels to
the workers, and what belongs to a module would have to be there. docs/cluster.md describes what it does."""

import json
import os
import queue
import resource
import socket
import sys
import threading
import time


class Channel:
    """The socket to testskew."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.lock = threading.Lock()

    def tell(self, event, **more):
        line = json.dumps({"event": event, **more}).encode() + b"\n"
        try:
            with self.lock:
                self.socket.sendall(line)
        except OSError:  # testskew is gone
            os._exit(0)

    def orders(self):
        """What testskew asks for. Its end is seen at once, whatever the program is doing: it ends then, and the
        scheduler forgets what it was asked for."""
        orders = queue.Queue()

        def read():
            with self.socket.makefile("rb") as file:
                for line in file:
                    orders.put(json.loads(line))
            os._exit(0)

        threading.Thread(target=read, daemon=True).start()
        return orders


def check_descriptors(workers):
    """A scheduler that has no descriptor left for a worker waits for it for ever, so this is known before. Each worker
    took 11 of them, and all else 21, when they were counted."""
    needed = 32 + 12 * workers
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if allowed != resource.RLIM_INFINITY and allowed < needed:
        raise OSError(
            "%d workers on this machine take %d open files, and %d are allowed: raise it (ulimit -n 1024), or take "
            "fewer workers" % (workers, needed, allowed)
        )


def connect(order):
    """A client of the cluster that is named, or of one that is made of processes on this machine."""
    from distributed import Client, LocalCluster

    if order["local"]:
        check_descriptors(order["local"])
        cluster = LocalCluster(
            n_workers=order["local"], threads_per_worker=1, dashboard_address=None, silence_logs="CRITICAL"
        )
        return Client(cluster, set_as_default=True)
    return Client(order["address"], timeout="10s", set_as_default=True)


def versions(of):
    """The minor version of Python, and the version of distributed."""
    return {"python": ".".join(of["host"]["python"].split(".")[:2]), "distributed": of["packages"]["distributed"]}


def serve(channel):
    orders = channel.orders()
    order = orders.get()
    try:
        client = connect(order)
        found = client.get_versions()
    except Exception as error:
        return channel.tell("failed", message=reason(error))
    scheduler, own = versions(found["scheduler"]), versions(found["client"])
    if scheduler != own:
        return channel.tell("versions", scheduler=scheduler, own=own)
    cluster = Cluster(client, channel, order["program"])
    others = {address: versions(of) for address, of in found["workers"].items() if versions(of) != scheduler}
    cluster.meet(set(client.scheduler_info(n_workers=-1)["workers"]), others)
    channel.tell("ready")
    threading.Thread(target=watch, args=(cluster, channel), daemon=True).start()
    while order := orders.get():
        getattr(cluster, "do_" + order.pop("do"))(**order)


def watch(cluster, channel):
    """Looks at the cluster once a second. Ends the program if the scheduler is gone."""
    while True:
        time.sleep(1)
        if not cluster.look():
            channel.tell("lost")
            os._exit(0)


if __name__ == "__main__":
    serve(Channel(sys.argv[1]))
    os._exit(0)  # without waiting for threads that wait for the cluster
