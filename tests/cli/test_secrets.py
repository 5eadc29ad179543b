"""Random secrets on every way by which one reaches a session, and every output searched for them."""

import html
import json
import os
import random
import string
import urllib.parse

import pytest

LETTERS = string.ascii_letters + string.digits

# How values look: of letters and digits, as tokens do; with signs that texts escape; of hexadecimal digits; of base64.
SHAPES = [
    lambda chance: "".join(chance.choices(LETTERS, k=chance.randint(16, 40))),
    lambda chance: "".join(chance.choices(LETTERS + "-_.", k=chance.randint(16, 40))),
    lambda chance: "".join(chance.choices(string.hexdigits.lower(), k=32)),
    lambda chance: "".join(chance.choices(LETTERS + "+/", k=chance.randint(20, 60))) + "==",
    lambda chance: "".join(chance.choices(LETTERS + "!$%&*'\"\\<>{}[]()|;,? ", k=24)).strip().ljust(16, "7"),
    lambda chance: "".join(chance.choices(LETTERS + "éßñ日本", k=24)),
]

# The variables, by what the tests do with their values.
CHANNELS = {
    "PRINTED_TOKEN": "print(value)",
    "WRITTEN_SECRET": "print('x=' + value, file=sys.stderr)",
    "LOGGED_PASSWORD": "logging.getLogger('app').warning('login %s', value)",
    "WARNED_API_KEY": "warnings.warn('old key ' + value)",
    "CHILD_TOKEN": "subprocess.run([sys.executable, '-c', 'import os; print(os.environ[\"CHILD_TOKEN\"])'])",
    "REPR_SECRET": "print({'k': value}, [value], repr(value))",
    "JSON_SECRET": "print(json.dumps({'nested': {'a': value}}))",
    "SHORT_LINES_KEY": "print('\\n'.join(value[i:i + 200] for i in range(0, len(value), 200)))",
    "SWALLOWED_TOKEN": "swallow(KeyError(value))",
    "CHAINED_TOKEN": "chain(value)",
    "FILE_TOKEN": "missing_file(value)",
    "LOCAL_SECRET": "local(value)",
    "RETURNED_SECRET": "returned(value)",
    "ATTRIBUTE_SECRET": "Holder(value).check()",
    "COMPARED_SECRET": "compared(value)",
    "NOTED_TOKEN": "note(value)",
    "THREAD_TOKEN": "in_thread(value)",
    "URL_TOKEN": "print('GET https://example.invalid/x?token=' + value + '&y=1')",
    "HEADER_TOKEN": "print({'Authorization': 'Bearer ' + value, 'X-Api-Key': value})",
    "ARGUMENT_PASSWORD": "failing_command(value)",
}

TESTS = '''
import json, logging, os, subprocess, sys, threading, warnings
import pytest

def swallow(error):
    try:
        raise error
    except KeyError:
        pass

def chain(value):
    try:
        raise LookupError("no user " + value)
    except LookupError as error:
        raise RuntimeError("cannot log in with " + value) from error

def missing_file(value):
    open("/nonexistent/" + value.replace("/", "_"))

def local(value):
    kept = [value, {"a": value}]
    one = value + "!"
    assert not one, "it is there"

def returned(value):
    def give():
        return {"answer": value}
    assert give() == {"answer": "other"}

class Holder:
    def __init__(self, value):
        self.held = value

    def check(self):
        assert self.held == "x"

def compared(value):
    assert value.split() == ["x"] * 3

def note(value):
    error = ValueError("noted")
    if sys.version_info >= (3, 11):
        error.add_note("with " + value)
    raise error

def in_thread(value):
    thread = threading.Thread(target=chain, args=(value,))
    thread.start()
    thread.join()

def failing_command(value):
    subprocess.run([sys.executable, "-c", "raise SystemExit(3)", "--password=" + value], check=True)
'''

BODY = '''
def test_{name}(request):
    value = os.environ.get("{name}", "")
    {deed}
    if sys.version_info < (3, 12):
        raise AssertionError("only here: " + value)
'''

MORE = '''
def test_options(request):
    print(request.config.getoption("--api-token"), file=sys.stderr)
    raise AssertionError("option " + request.config.getoption("--db-password"))

def test_database():
    url = os.environ["DATABASE_URL"]
    print("connecting to", url)
    assert url == "x" * 30, url

def test_private_key():
    text = os.environ["SIGNING_KEY"]
    print(text.replace("\\n", "\\n    "))
    assert text == ""

def test_from_the_profile():
    assert os.environ["PROFILE_TOKEN"] == "x"

def test_skipped():
    pytest.skip("no access with " + os.environ["SKIPPED_TOKEN"])

@pytest.mark.xfail(reason="not with " + os.environ["XFAIL_TOKEN"])
def test_xfail():
    assert os.environ["XFAIL_TOKEN"] == 1

@pytest.fixture
def broken():
    yield
    raise OSError("cannot log out " + os.environ["TEARDOWN_TOKEN"])

def test_teardown(broken):
    pass
'''

CONFTEST = '''
import os

def pytest_addoption(parser):
    parser.addoption("--api-token")
    parser.addoption("--db-password")

def pytest_report_header(config):
    return "header " + os.environ["REPORT_SECRET"]
'''


def made_secrets(seed):
    chance = random.Random(seed)
    secret = lambda: chance.choice(SHAPES)(chance)  # noqa: E731
    names = [*CHANNELS, "SKIPPED_TOKEN", "XFAIL_TOKEN", "TEARDOWN_TOKEN", "REPORT_SECRET", "SETUP_PASSWORD"]
    variables = {name: secret() for name in names}
    plain = SHAPES[0]
    password = plain(chance)
    variables["DATABASE_URL"] = f"postgres://app:{password}@db.example.invalid:5432/shop"
    lines = [plain(chance) for _ in range(4)]
    variables["SIGNING_KEY"] = "\n".join(["-----BEGIN PRIVATE KEY-----", *lines, "-----END PRIVATE KEY-----", ""])
    others = {"--api-token": plain(chance), "--db-password": plain(chance), "PROFILE_TOKEN": plain(chance)}
    values = {**variables, **others, "DATABASE_URL": password}
    del values["SIGNING_KEY"]
    values.update({f"SIGNING_KEY, line {i}": line for i, line in enumerate(lines)})
    return variables, others, values


def spellings(value):
    """How a value may stand in a text, and its halves, which a cut leaves."""
    half = len(value) // 2
    for text in (value, value[: max(half, 10)], value[-max(half, 10) :]):
        yield from {text, repr(text)[1:-1], json.dumps(text)[1:-1], html.escape(text), html.escape(repr(text)[1:-1])}
        yield urllib.parse.quote(text)


def found_in(text, values):
    """The names of the secrets that a text holds, with what stands around them."""
    result = {}
    for name, value in values.items():
        for spelling in spellings(value):
            at = text.find(spelling)
            if at >= 0:
                result[name] = text[max(at - 80, 0) : at + len(spelling) + 20]
    return result


def hostile_project(project, others):
    tests = TESTS + "".join(BODY.format(name=name, deed=deed) for name, deed in CHANNELS.items()) + MORE
    toml = ""
    for name, python in (("bad", "3.11"), ("good", "3.12")):
        toml += f'[profile.{name}]\npython = "{python}"\nrequirements = ["pytest"]\ninherit = ["*"]\n'
        toml += 'setup = [["sh", "-c", "echo setup $SETUP_PASSWORD"]]\n'
        toml += f'environ = {{ PROFILE_TOKEN = "{others["PROFILE_TOKEN"]}" }}\n'
    return project.write({"testskew.toml": toml, "conftest.py": CONFTEST, "test_s.py": tests})


def outputs(project, variables, options):
    """Everything that is shown and written, by its name."""
    result = {}

    def call(*arguments):
        done = project.testskew(*arguments, **variables)
        result[" ".join(arguments[:3])] = done.out + done.err
        assert done.status in (0, 1, 3), done

    call("run", "-v", "--bad", "bad", "--good", "good", "--", *options)
    for form in ("text", "json", "markdown", "html", "sarif", "junit", "summary", "annotations", "code-quality"):
        call("report", "--format", form)
    call("report", "-v")
    call("report", "--json", "-")
    call("rerun", "1", "--print")
    call("record", "bad", "--", *options)
    call("record", "good", "-o", "good.jsonl", "--", *options)
    call("compare", "bad.jsonl", "good.jsonl", "-v")
    call("verify")
    for file in [*project.path.glob(".testskew/**/*"), *project.path.glob("*.jsonl")]:
        if file.is_file():
            result[str(file.relative_to(project.path))] = file.read_text(errors="replace")
    return result


@pytest.mark.parametrize("seed", [int(os.environ.get("TESTSKEW_SEED", "1"))])
def test_random_secrets_reach_no_output_and_no_file(project, seed):
    variables, others, values = made_secrets(seed)
    options = ["--api-token=" + others["--api-token"], "--db-password", others["--db-password"]]
    leaks = []
    for name, text in outputs(hostile_project(project, others), variables, options).items():
        # run.json keeps the options as they were given, as rerun and verify need them (docs/safety.md).
        kept = {n: v for n, v in values.items() if not (name.endswith("run.json") and n.startswith("--"))}
        leaks += [f"{secret} in {name}: {around!r}" for secret, around in found_in(text, kept).items()]
    assert leaks == [], f"TESTSKEW_SEED={seed}\n" + "\n".join(leaks)


def test_the_search_finds_a_secret_in_every_spelling():
    value = 'a"b\\c\'d<é' + "x" * 20
    for text in (value, repr(value), json.dumps(value), html.escape(value), urllib.parse.quote(value), value[:15]):
        assert found_in(f"before {text} after", {"NAME": value})
    assert not found_in("something else", {"NAME": value})
