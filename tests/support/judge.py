"""Compares what a run found in a project of tests/projects with what is true (truth.toml).

right: the kind of the failing tests, the factors of their cause, its verdict, relation and sets are those of
truth.toml, and no other test fails. FALSE PROVEN: a factor or a cause is called proven and is not. WRONG: everything
else. `explained` is what stands inside the factor, as far as truth.toml has it: releases, variables, files, the first
bad one, the places to look at, and what an explanation has to name (the API, the note). `line shown` says whether a
session showed the line that pollutes. Both are counted for themselves."""

import json


class Result:
    """What came of one project. `details` say why it is not right, `unexplained` what is not explained as it should be.
    `line_shown` is None where no line pollutes."""

    def __init__(self, name, expected):
        self.name, self.expected = name, expected
        self.found, self.status = "", "right"
        self.details, self.unexplained = [], []
        self.has_explanation = False
        self.line_shown = None
        self.pointed = []  # a word for each cause: see first_suspicion()
        self.sessions, self.seconds = 0, 0.0

    def wrong(self, why):
        self.details.append(why)
        if self.status == "right":
            self.status = "WRONG"

    def false_proven(self, why):
        self.details.append(why)
        self.status = "FALSE PROVEN"

    def skip(self, why):
        self.status, self.details = "skipped", [why]

    def explained(self):
        """ "yes", "no", or "-" where truth.toml says nothing that could be explained."""
        return "-" if not self.has_explanation else "no" if self.unexplained else "yes"

    def shown(self):
        """The same for the line that pollutes."""
        return "-" if self.line_shown is None else "yes" if self.line_shown else "no"


def parts_of(truth):
    """The failures of a project: that of truth.toml itself, and those of its [[also]]."""
    return [truth, *truth.get("also", [])]


def wanted_sets(truth):
    """The minimal failing sets as the report names them, sorted; None if truth.toml does not say."""
    names = [sorted("Python" if name == "interpreter" else name for name in group) for group in truth.get("sets", [])]
    if names:
        return sorted(names)
    if truth.get("layers") or truth.get("relation") != "single":
        return None
    factor = truth["factors"][0]
    if factor == "interpreter":
        return [["Python"]]
    if factor == "packages" and len(truth.get("packages", [])) == 1:
        return [[truth["packages"][0]["name"]]]
    if factor == "environ" and len(truth.get("variables", [])) == 1:
        return [[truth["variables"][0]["name"]]]
    if "git_facts" in truth:
        return [["git " + fact for fact in truth["git_facts"]]]
    return None


def describe(kind, cause):
    """A kind and a cause in a few words."""
    if not cause or not cause.get("factors"):
        return kind
    relation = cause.get("relation", "")
    return "%s %s%s" % (
        cause["verdict"],
        "+".join(sorted(cause["factors"])),
        "" if relation in ("single", "") else " " + relation,
    )


def expected_text(truth):
    """What truth.toml expects, in the same words."""
    return ", ".join(sorted({expected_part(part) for part in parts_of(truth)}))


def expected_part(truth):
    """What it expects of one failure."""
    if not truth["factors"]:
        return truth["kind"]
    cause = {"factors": truth["factors"], "verdict": truth.get("verdict"), "relation": truth.get("relation", "")}
    return describe(truth["kind"], cause)


def joint(cluster):
    """True if several factors, which could not be swapped apart, are proven together and none of them alone."""
    named = [v for v in cluster["verdicts"] if v["factor"] in cluster["cause"]["factors"]]
    return len(named) > 1 and all(v["jointly_with"] for v in named)


def judge_proven(result, truth, clusters):
    """Whatever is called proven must be true, whichever cluster says it."""
    for cluster in clusters:
        cause = cluster["cause"] or {}
        allowed = set(truth["factors"]) | {factor for layer in truth.get("layers", []) for factor in layer}
        for verdict in cluster["verdicts"]:
            if verdict["verdict"] == "proven" and (
                verdict["factor"] not in allowed or not (truth["proven"] or verdict["jointly_with"])
            ):
                result.false_proven("%s is called proven" % verdict["factor"])
            if verdict["verdict"] == "ruled out" and verdict["factor"] in allowed:
                result.wrong("%s is called ruled out" % verdict["factor"])
        if cause.get("verdict") != "proven":
            continue
        if not (truth["proven"] or joint(cluster)) or not set(cause["factors"]) <= allowed:
            result.false_proven("the cause %s is called proven" % "+".join(cause["factors"]))
        wanted = wanted_sets(truth)
        if wanted and cause["sets"] and not truth.get("layers"):
            extra = [group for group in (sorted(group) for group in cause["sets"]) if group not in wanted]
            if extra:
                result.false_proven("proven are the sets %s, true are %s" % (cause["sets"], wanted))


def judge_cause(result, truth, cause):
    """The cause that is reported. Of layers it is the outermost; those behind it stand in `layers`."""
    layers = truth.get("layers")
    wanted = set(layers[0]) if layers else set(truth["factors"])
    if set(cause["factors"]) != wanted:
        result.wrong("the factors are %s" % ", ".join(cause["factors"]))
    if layers and len(cause["layers"]) + 1 != len(layers):
        result.wrong("layers: %s" % cause["layers"])
    if cause["verdict"] != truth["verdict"]:
        result.wrong("the cause is %s" % cause["verdict"])
    if cause["relation"] != truth["relation"]:
        result.wrong("the relation is %s" % cause["relation"])
    sets = wanted_sets(truth)
    if sets and cause["sets"] and sorted(sorted(group) for group in cause["sets"]) != sets:
        result.wrong("the sets are %s" % cause["sets"])


def judge_verdicts(result, truth, cluster):
    """The factors that have no part in it. Less than ruled out is no error, but worth a look."""
    for verdict in cluster["verdicts"]:
        factor = verdict["factor"]
        if factor in truth["factors"] or factor in truth.get("verdicts", {}):
            continue
        if verdict["verdict"] != "ruled out":
            result.details.append("%s is %s: %s" % (factor, verdict["verdict"], verdict["reason"]))


def clusters_of(part, report):
    """The clusters of a report in which tests of this failure are."""
    return [c for c in report["clusters"] if {t["id"] for t in c["tests"]} & set(part["tests"])]


def judge(result, truth, report):
    """Judges a report, and notes in `result` what is wrong."""
    parts = parts_of(truth)
    known = [cluster for part in parts for cluster in clusters_of(part, report)]
    unknown = [cluster for cluster in report["clusters"] if cluster not in known]
    for cluster in unknown:
        result.wrong("also %s: %s" % (cluster["kind"], ", ".join(t["id"] for t in cluster["tests"][:3])))
    judge_proven(result, truth, unknown)
    result.found = ", ".join(sorted({describe(c["kind"], c["cause"]) for c in known})) or "nothing failed"
    for part in parts:
        judge_part(result, part, clusters_of(part, report))


def judge_part(result, truth, about):
    """Judges one failure by the clusters in which its tests are."""
    judge_proven(result, truth, about)
    if truth["kind"] == "flaky":
        for cluster in about:
            if cluster["kind"] == "regression" and not cluster["note"]:  # a reverse one came by chance, never repeated
                result.wrong("taken for steady, and nothing says otherwise")
    elif not about:
        result.wrong("the tests of truth.toml do not fail")
    else:
        judge_tests(result, truth, about)
        judge_cluster(result, truth, about[0])


def judge_tests(result, truth, clusters):
    """The tests that fail, and how."""
    found = {t["id"] for c in clusters for t in c["tests"]}
    if found != set(truth["tests"]):
        result.wrong("the failing tests are %s" % ", ".join(sorted(found)))
    problems = {c["problem"] for c in clusters}
    if len(problems) > 1:
        result.wrong("one failure, %d problems" % len(problems))
    cluster = clusters[0]
    if cluster["kind"] != truth["kind"]:
        result.wrong("kind %s" % cluster["kind"])
    error, wanted = cluster["error"], truth["error"]
    if wanted.rsplit(".")[-1] not in error["type"] and wanted not in error["message"] + error["assertion"]:
        result.wrong("the error is %s: %s" % (error["type"], error["message"]))


def judge_cluster(result, truth, cluster):
    """The cause of the failure, the verdicts of the other factors, and what stands inside the cause."""
    cause = cluster["cause"]
    if not truth["factors"]:
        if cause:
            result.wrong("a cause is named: %s" % cause["summary"])
        return
    if not cause and truth["verdict"] != "untestable":
        result.found += ", no cause"
        result.wrong("no cause: %s" % (cluster["note"] or "without a reason"))
        return
    if cause:
        if truth["verdict"] == "untestable" and joint(cluster) and set(cause["factors"]) == set(truth["factors"]):
            result.found = "proven jointly " + "+".join(sorted(cause["factors"]))
        else:
            judge_cause(result, truth, cause)
    judge_verdicts(result, truth, cluster)
    judge_exact(result, truth, cluster)
    if cause and cause["sets"]:
        result.pointed.append(first_suspicion(cluster))


def first_suspicion(cluster):
    """What evidence pointed to first, before anything was tried: "nothing", a set of the cause ("right"), a "part" of
    one or more than one, or something else ("wrong")."""
    suspicions = cluster.get("suspicions", [])
    if not suspicions:
        return "nothing"
    first = {delta["delta"] for delta in suspicions[0]["deltas"]}
    sets = [set(names) for names in cluster["cause"]["sets"]]
    return "right" if first in sets else "part" if any(first & names for names in sets) else "wrong"


def judge_exact(result, truth, cluster):
    """What stands inside the factor, as far as truth.toml says it."""
    cause = cluster["cause"] or {}

    def compare(what, wanted, found):
        result.has_explanation = True
        if wanted != found:
            result.unexplained.append("%s: %s, true is %s" % (what, found, wanted))

    if "packages" in truth:
        wanted, found = packages(truth, cause)
        compare("packages", wanted, found)
    for what, key in (("variables", "name"), ("files", "path")):
        if what in truth:
            compare(what, sorted(each[key] for each in truth[what]), sorted(each[key] for each in cause.get(what, [])))
    if "interpreter" in truth and "interpreter" in truth["factors"]:
        found = cause.get("interpreter") or {}
        compare("interpreter", truth["interpreter"], {key: found.get(key) for key in truth["interpreter"]})
    if truth.get("at"):
        shown = places(cluster)
        missing = ["%s:%d" % (at["path"], at["line"]) for at in truth["at"] if (at["path"], at["line"]) not in shown]
        compare("places not shown", [], missing)
    judge_lines(result, truth, cause, compare)
    judge_texts(truth, cluster, compare)


def judge_texts(truth, cluster, compare):
    """What the explanation has to name, and what it must not say."""
    cause = cluster["cause"] or {}
    layers = [layer["api"] for layer in cluster.get("behind", [])]
    said = json.dumps([cause.get("summary"), cause.get("api"), cause.get("packages"), layers])
    if "explained" in truth:
        compare("explained is not", [], [text for text in truth["explained"] if text not in said])
    if "unsaid" in truth:
        compare("should not be said", [], [text for text in truth["unsaid"] if text in said])
    if truth.get("nothing_swallowed"):
        compare("swallowed", [], [each["message"] for each in cluster["swallowed"]])


def judge_lines(result, truth, cause, compare):
    """The lines that are said to pollute: those of which a session has to show it, and whether one is claimed where
    there is none."""
    lines = {(at["path"], at["line"]): at.get("line_shown") for at in cause.get("at", []) if at["line"]}
    unshown = [
        "%s:%d" % (at["path"], at["line"])
        for at in truth.get("at", [])
        if at.get("shown") and not lines.get((at["path"], at["line"]))
    ]
    if any(at.get("shown") for at in truth.get("at", [])):
        wrong = ["%s:%d" % line for line in lines if line not in [(at["path"], at["line"]) for at in truth["at"]]]
        result.line_shown = not unshown and not wrong
        compare("lines that no session showed", [], unshown)
        compare("lines that are not true", [], wrong)
    if truth.get("no_line"):
        compare("lines that cannot be shown", [], sorted("%s:%d" % line for line in lines))


def packages(truth, cause):
    """({name: releases} of truth.toml, the same of the cause). `first_bad` counts only if truth.toml has it."""
    keys = {p["name"]: ["bad", "good"] + ["first_bad"] * ("first_bad" in p) for p in truth["packages"]}
    wanted = {p["name"]: {key: p.get(key) for key in keys[p["name"]]} for p in truth["packages"]}
    found = {
        p["name"]: {key: p.get(key) for key in keys.get(p["name"], ["bad", "good"])} for p in cause.get("packages", [])
    }
    return wanted, found


def places(cluster):
    """The (path, line) that the report shows of a cluster."""
    error = cluster.get("error") or {}
    shown = [*(cluster["cause"] or {}).get("at", []), *[frame for frame in error.get("frames", []) if frame["project"]]]
    shown += [lookup["at"] for lookup in cluster.get("missing", []) if lookup["at"]]
    for layer in cluster.get("behind", []):  # what hides behind the failure is shown as well
        shown += [frame for frame in (layer["error"] or {}).get("frames", []) if frame["project"]]
    shown += [cluster.get("divergence"), (cluster.get("diff") or {}).get("first_difference")]
    found = {(place["path"], place["line"]) for place in shown if place}
    return found | {(error.get("path"), error.get("line"))}
