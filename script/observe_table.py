"""Makes the table of docs/observing.md from the rows that script/observe --json has appended to a file."""

import json


def read_rows(path):
    """The last row of each project and interpreter."""
    cells = {}
    with open(path) as file:
        for text in file:
            row = json.loads(text)
            cells[row["project"], row["python"]] = row
    return cells


def minor(version):
    return [int(part) for part in version.split(".")]


def cell_of(row):
    """Version, tests and CPU ratio, and what is not as it should be."""
    if row is None:
        return ""
    text = "%s: %d, %.2f" % (row["version"], row["tests"], row["cpu"])
    return text + (", **%d differ**" % row["differ"] if row["differ"] else "")


def ratio_of(rows):
    """The CPU ratio of all these sessions together, None if there are none."""
    bare = sum([row["seconds"] for row in rows])
    return sum([row["seconds"] * row["cpu"] for row in rows]) / bare if bare else None


def table(cells):
    """The lines of the table: a project in each row, an interpreter in each column, and the sums."""
    versions = sorted({version for _, version in cells}, key=minor)
    lines = ["| suite | " + " | ".join(versions) + " |", "|---" * (len(versions) + 1) + "|"]
    for name in sorted({name for name, _ in cells}):
        found = [cell_of(cells.get((name, version))) for version in versions]
        lines.append("| %s | %s |" % (name, " | ".join(found)))
    sums = [sum([row["tests"] for (_, its), row in cells.items() if its == version]) for version in versions]
    return lines + ["| all | %s |" % " | ".join(map(str, sums))]


def summary(cells):
    """What all the rows say together, in sentences."""
    rows = list(cells.values())
    tests = sum([row["tests"] for row in rows])
    small = sum([row["tests"] for row in rows if row["project"] != "packaging"])
    differ, unsteady = [sum([row[name] for row in rows]) for name in ("differ", "unsteady")]
    text = "%d suites in %d environments, %s tests" % (len({row["project"] for row in rows}), len(rows), grouped(tests))
    if small != tests:
        text += " (%s without packaging's)" % grouped(small)
    text += ": %s, %d unsteady" % ("%d outcomes differ" % differ if differ else "**no outcome differs**", unsteady)
    text += ", %s recorded exceptions." % grouped(sum([row["recorded"] for row in rows]))
    for title, some in (
        ("below 3.12", [row for row in rows if minor(row["python"]) < [3, 12]]),
        ("from 3.12 on", [row for row in rows if minor(row["python"]) >= [3, 12]]),
    ):
        if some:
            text += " CPU ratio of all together %s: %.3f." % (title, ratio_of(some))
    probes = {}
    for row in rows:
        probes.setdefault(row.get("probe", "?"), []).append(row)
    if len(probes) > 1:
        text += " Rows by state of the probe: " + ", ".join(
            "%s %d" % (probe, len(some)) for probe, some in probes.items()
        )
        text += "."
    return text


def grouped(number):
    return f"{number:,}"


def show(path):
    """Prints the table and the sums."""
    cells = read_rows(path)
    print("\n".join(table(cells)))
    print()
    print(summary(cells))
