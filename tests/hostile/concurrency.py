"""Several programs at once, on one project and on two, with a cache and without one."""

import shutil

from kills import one_of_several


def together(bench, name, processes, statuses=(0,), limit=300):
    """Waits for all of them. Returns 1 if one of them did not end as it should, else 0."""
    results = [bench.finish(process, limit) for process in processes]
    problems = [trouble for result in results if (trouble := result.trouble(statuses))]
    if forced := bench.left():
        problems.append(f"{len(forced)} processes stayed")
    for problem in problems:
        bench.fail(f"{name}: {problem}")
    return int(bool(problems))


def records(bench, count, **how):
    return [bench.start("record", "p", "-o", f"{i}.jsonl", **how) for i in range(count)]


def cold_on_one_project(bench):
    shutil.rmtree(bench.folder / "cold", ignore_errors=True)
    return together(bench, "six on one project, cold", records(bench, 6, cache="cold"))


def cold_on_two_projects(bench):
    shutil.rmtree(bench.folder / "cold", ignore_errors=True)
    files = {"testskew.toml": (bench.project / "testskew.toml").read_text(), "test_b.py": "def test_b(): pass\n"}
    other = bench.make_project("other", files)
    processes = records(bench, 3, cache="cold") + records(bench, 3, cache="cold", cwd=other)
    return together(bench, "three and three on two projects, cold", processes)


def warm(bench):
    return together(bench, "four on one project, warm", records(bench, 4))


def attributing(bench):
    settings = bench.project / "testskew.toml"
    plain = settings.read_text()
    settings.write_text(plain + '[profile.q]\nextends = "p"\nenviron = { FAIL = "1" }\n')
    (bench.project / "test_f.py").write_text('import os\n\ndef test_f():\n    assert "FAIL" not in os.environ\n')
    processes = [bench.start("run", "--bad", "q", "--good", "p") for _ in range(2)]
    failed = together(bench, "two that attribute", processes, statuses=(1,))
    (bench.project / "test_f.py").unlink()
    settings.write_text(plain)  # the parts that follow have the same project
    return failed


def beside_prune(bench):
    processes = records(bench, 2)
    prunes = [bench.start("environments", "prune") for _ in range(2)]
    return together(bench, "two with prune beside them", processes + prunes)


def edited_meanwhile(bench):
    """The session sees the file as it was when it was made, or as it is: never half of it."""
    processes = records(bench, 1)
    for number in range(200):
        (bench.project / "test_e.py").write_text(f"def test_e():\n    assert {number} == {number}\n" * 50)
    failed = together(bench, "files that are edited meanwhile", processes)
    (bench.project / "test_e.py").unlink()
    return failed


def run_concurrency(bench, asked):
    one_of_several(bench, max(asked.rounds * 2, 1))
    for case in (cold_on_one_project, cold_on_two_projects, warm, attributing, beside_prune, edited_meanwhile):
        failed = sum(case(bench) for _ in range(asked.rounds))
        bench.row("concurrency", case.__name__.replace("_", " "), asked.rounds, failed)
