"""Tests that the exception with which a test fails is not said to be swallowed, whatever catches it on its way.

Every test in own/*.py fails with an exception of its own, which passes through a runner, a decorator, a retry or a
plugin. Nothing is hidden, so no `server` record may be written: not by the hooks of frameworks, not by sys.monitoring,
and not in a traced session. The first lines of an example say what it needs, as those of examples/ do; `python>=3.11`
is possible, too."""

import glob
import os
import shutil
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TRACED = {"observe": {"trace": {"tests": None, "events": 200000, "seconds": 300, "key": "key"}}}
ARGUMENTS = ["-rA", "--tb=no", "--continue-on-collection-errors", "-p", "no:randomly"]


def paths():
    """The paths of all examples."""
    return sorted(glob.glob(HERE + "/own/*.py"))


def check(example, bare, probed, traced, outcomes):
    """What is wrong with one example, one line each."""
    own = {each for each in outcomes(bare.out) if each[1].startswith(example.name + "::")}
    wrong = [] if own else ["it did not run"]
    for result, how in ((probed, "probed"), (traced, "traced")):
        other = {each for each in outcomes(result.out) if each[1].startswith(example.name + "::")}
        if own != other:
            wrong.append("outcomes differ %s: %s" % (how, sorted(own ^ other)))
        for line in result.all("server"):
            if line["id"].startswith(example.name + "::"):
                about = line["chain"][0]
                wrong.append(
                    "%s: recorded by %s: %s: %s, handled at %s"
                    % (
                        line["id"],
                        line["hook"],
                        about["type"],
                        about["message"][:60],
                        line["handled"] or line.get("by"),
                    )
                )
    for outcome, test in own:
        if outcome == "PASSED" and (("ERROR", test) not in own and "SUBFAILED" not in bare.out):
            wrong.append("%s passed" % test)
    return wrong


def run_in(environment, examples, outcomes):
    """Runs the examples in one environment. Returns {example: what is wrong with it}."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="own"))
    try:
        for path in paths():
            shutil.copy(path, folder)
        arguments = ARGUMENTS + [example.name for example in examples]
        bare = environment.bare(folder, *arguments)
        probed = environment.probed(folder, *arguments)
        traced = environment.probed(folder, *arguments, config=TRACED)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if bare.status != 1:
        print(bare.out[-3000:])
    return {example: check(example, bare, probed, traced, outcomes) for example in examples}
