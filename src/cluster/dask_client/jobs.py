"""The workers of a cluster, and the sessions that it is asked for. What is here decides which worker a session runs on,
and what to do with one that gave no answer; transfer, connections and who is still there are Dask's."""

import collections
import concurrent.futures
import contextlib
import itertools
import json
import threading
import time

TRIES = 3  # a session that gave no answer so often has no result
SILENT = 30  # seconds after which a worker that says nothing counts as lost
ALONE = 60  # seconds for which a session waits for a worker that could run it
ANSWER = 120  # seconds within which a worker has to say what it is


class Job:
    """A session that is asked for."""

    def __init__(self, name, request, kinds, alone):
        self.name, self.request, self.kinds = name, Hidden(json.dumps(request).encode()), kinds
        self.alone = alone  # on its machine
        self.tries, self.avoid, self.future, self.at = 0, set(), None, None
        self.waits_since = time.monotonic()


class Cluster:
    def __init__(self, client, channel, program):
        self.client, self.channel, self.program = client, channel, program
        self.lock = threading.RLock()
        self.known, self.kinds, self.ready, self.silent = set(), {}, set(), set()
        self.threads, self.hosts = {}, {}
        self.jobs, self.packs, self.tree = {}, {}, None
        self.numbers = itertools.count()
        self.placing = concurrent.futures.ThreadPoolExecutor(1)
        self.asking = concurrent.futures.ThreadPoolExecutor(1)
        self.heard = time.monotonic()

    # What workers are.

    def meet(self, addresses, others=()):
        """Asks these workers what they are, and tells testskew. `others` have another Python or distributed than the
        scheduler, so that they do not understand what they are asked."""
        with self.lock:
            new = addresses - self.known
            self.known |= new
        for address in new.intersection(others):
            problem = "it has distributed {distributed} on Python {python}, which the scheduler has not"
            self.channel.tell("worker", address=address, facts={"problem": problem.format(**others[address])})
        new = new.difference(others)
        futures = {address: self.submit(describe, self.program, workers=[address]) for address in new}
        for address, future in futures.items():
            try:
                facts = future.result(timeout=ANSWER)
            except Exception as error:
                facts = {"problem": "it does not say what it is: %s" % reason(error)}
            self.threads[address] = facts.get("threads", 1)
            self.hosts[address] = facts.get("host", address)
            self.channel.tell("worker", address=address, facts=facts)

    def submit(self, function, *arguments, workers):
        key = "testskew-%s-%d-%x" % (function.__name__, next(self.numbers), id(self))
        return self.client.submit(
            function, *arguments, key=key, workers=workers, allow_other_workers=False, pure=False, priority=10
        )

    # The files of the project.

    def do_tree(self, folder, name):
        self.tree = Tree(folder, name)

    def do_admit(self, address, kind):
        """This worker may run the sessions of a kind, once it has the project's files."""
        with self.lock:
            self.kinds[address] = kind
        self.placing.submit(self.place, address)

    def place(self, address):
        try:
            lacking = self.submit(missing, list(self.tree.paths), workers=[address]).result(timeout=ANSWER)
            arguments = [self.tree.digest, self.tree.name, self.tree.manifest, *self.packs_of(lacking)]
            future = self.submit(materialise, *arguments, workers=[address])
        except Exception as error:
            return self.leave_out(address, error)
        future.add_done_callback(lambda done: self.placed(address, done))

    def packs_of(self, digests):
        """The packs with these blobs. Each is scattered once, and goes from worker to worker."""
        for pack in self.tree.packs([digest for digest in digests if digest not in self.packs]):
            future = self.client.scatter([pack], hash=False)[0]
            self.packs.update({digest: future for digest, _ in pack})
        return list({future.key: future for future in map(self.packs.get, digests)}.values())

    def placed(self, address, future):
        try:
            future.result(timeout=ANSWER)
        except Exception as error:
            return self.leave_out(address, error)
        with self.lock:
            self.ready.add(address)
            if not self.kinds.keys() - self.ready:
                self.packs = {}  # the workers forget them, as they have the files
        self.send_waiting()

    def leave_out(self, address, error):
        with self.lock:
            self.kinds.pop(address, None)
        self.channel.tell("refused", address=address, message=reason(error))

    # Sessions.

    def do_run(self, id, request, kinds, alone):
        with self.lock:
            self.jobs[id] = Job(id, request, set(kinds), alone)
        self.send_waiting()

    def candidates(self, job):
        alike = {address for address in self.ready - self.silent if self.kinds.get(address) in job.kinds}
        return sorted(alike - job.avoid or alike)

    def free_worker(self, job):
        """The candidate that has most room, or None. Dask itself would let one session wait behind another one on a
        worker while another worker is idle, as it does not know how long they take."""
        running = [one for one in self.jobs.values() if one.future is not None]
        busy = collections.Counter(one.at for one in running)
        taken = {self.hosts[one.at] for one in running if job.alone or one.alone}
        free = [
            address
            for address in self.candidates(job)
            if busy[address] < self.threads[address] and self.hosts[address] not in taken
        ]
        return max(free, key=lambda address: self.threads[address] - busy[address], default=None)

    def send_waiting(self):
        with self.lock:
            for job in self.jobs.values():
                if job.future is None and (address := self.free_worker(job)):
                    arguments = [self.program, self.tree.digest, self.tree.name, job.request]
                    try:
                        job.future = self.submit(run_session, *arguments, workers=[address])
                    except Exception:
                        return  # the scheduler cannot be reached: look() tells
                    job.at = address
                    self.channel.tell("at", id=job.name, address=address)
                    job.future.add_done_callback(lambda done, job=job: self.ended(job, done))

    def ended(self, job, future):
        result = None
        if future.status == "finished":
            with contextlib.suppress(Exception):
                result = future.result(timeout=ANSWER)
        elif future.status == "error":
            result = {"machine": reason(future.exception())}
        with self.lock:
            if job.future is not future:
                return  # it is run elsewhere already
            if result is None:  # the connection is lost, which is no fault of the session; look() sends it again
                job.future, job.waits_since = None, time.monotonic()
                return
            if "answer" not in result:
                return self.again(job, result["machine"])
            del self.jobs[job.name]
        self.channel.tell("answer", id=job.name, answer=result["answer"].decode())
        self.send_waiting()

    def again(self, job, why):
        """A session gave no answer. It is run once more, on another worker if there is one."""
        job.tries += 1
        at, future = job.at, job.future
        job.future, job.at, job.waits_since = None, None, time.monotonic()
        job.avoid.add(at)
        future.cancel()
        if job.tries == TRIES:
            del self.jobs[job.name]
            return self.channel.tell("answer", id=job.name, fault=why)
        self.channel.tell("again", id=job.name, message=why, address=at)
        self.send_waiting()

    # What happens meanwhile.

    def look(self):
        """Asks the scheduler about workers and sessions. False if it did not answer for too long."""
        try:
            silences = self.asking.submit(self.client.run_on_scheduler, look).result(timeout=SILENT / 2)
        except Exception:
            return time.monotonic() - self.heard < SILENT and self.client.status not in ("closed", "closing")
        self.heard = time.monotonic()
        with self.lock:
            for address in self.known - silences.keys():
                self.known.discard(address)
                self.ready.discard(address)
                if self.kinds.pop(address, None):
                    self.channel.tell("gone", address=address)
            self.silent = {address for address, seconds in silences.items() if seconds > SILENT}
            for job in list(self.jobs.values()):
                if job.future is not None and job.at not in silences:
                    self.again(job, "the worker is gone")
                elif job.future is not None and job.at in self.silent:
                    self.again(job, "the worker said nothing for %d s" % SILENT)
            self.give_up_waiting()
        self.send_waiting()
        if new := silences.keys() - self.known:
            threading.Thread(target=self.meet, args=(set(new),), daemon=True).start()
        return True

    def give_up_waiting(self):
        if self.kinds.keys() - self.ready:
            return  # some get the files now
        for job in list(self.jobs.values()):
            alone = job.future is None and not self.candidates(job)
            if alone and time.monotonic() - job.waits_since > ALONE:
                del self.jobs[job.name]
                self.channel.tell("answer", id=job.name, fault="no worker was left that could run it")


def reason(error):
    """The first line of what an error says, or what caused it."""
    while error.__cause__ is not None:
        error = error.__cause__
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0]
