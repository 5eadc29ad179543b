import os
from concurrent.futures import ThreadPoolExecutor


def squares(numbers):
    """Leaves one processor to the rest of the machine."""
    with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0)) - 1) as pool:
        return list(pool.map(lambda number: number * number, numbers))
