"""More projects for script/observe: libraries of which a part of the suite is run, in minutes at most. Many of them do
what could meet a probe: they patch the clock or the file system, make tracebacks, switch stacks, count references,
trace, or run pytest itself. The keys are those of observe_projects.py, and of lists that are written as words."""

PANDAS = "dtypes scalar base util api strings series/indexing indexes/multi"
NUMPY = "test_dtype test_errstate test_arrayprint test_datetime test_records test_regression test_shape_base"
PYTEST = "code io python/approx.py python/raises.py python/raises_group.py test_assertrewrite.py test_mark.py"
PYTEST += " test_monkeypatch.py test_recwarn.py test_reports.py test_runner.py test_skipping.py test_subtests.py"
PYTEST += " test_threadexception.py test_unraisableexception.py test_warnings.py"
SQLALCHEMY = "base engine sql/test_compiler.py sql/test_selectable.py orm/test_mapper.py orm/test_session.py"
SYMPY = "core/tests/test_basic.py core/tests/test_sympify.py logic/tests sets/tests/test_sets.py"
SYMPY += " utilities/tests/test_iterables.py utilities/tests/test_decorator.py utilities/tests/test_lambdify.py"
MYPY = "testapi testargs testconstraints testfscache testgraph testinfer testmodulefinder testparse testreports"
MYPY += " testsemanal testsolve testsubtypes testtypes"
TWISTED = "test/test_defer.py test/test_failure.py test/test_log.py test/test_task.py test/test_threadpool.py"
TWISTED += " test/test_policies.py logger/test internet/test/test_base.py internet/test/test_abstract.py"
COVERAGE = "collector config data files misc numbits parser phystokens python results setup templite version"
PYDANTIC = "main validators fields generics create_model config computed_fields dataclasses edge_cases errors json"
PYDANTIC += " networks types root_model private_attributes serialize pickle"
TORNADO = "gen concurrent ioloop escape httputil locks log queues template util routing options web testing"
ANYIO = "taskgroups synchronization pytest_plugin from_thread to_thread fileio eventloop contextmanagers lowlevel"
PYFAKEFS = "fake_filesystem fake_open fake_os fake_filesystem_unittest fake_filesystem_glob"


def paths(folder, words, form="%s"):
    """The words as paths in a folder."""
    return [folder + "/" + form % word for word in words.split()]


def project(needs, arguments, maybe="", **more):
    """The description of a project, in the form of observe_projects.py."""
    return dict(needs=needs.split(), maybe=maybe.split(), arguments=arguments, **more)


# "beside" copies tests that are installed with the package (from -> to): for packages of which the source distribution
# cannot be unpacked without a compiler, or whose tests need the package's compiled parts.
LIBRARIES = {
    "numpy": project(
        "pytest hypothesis",
        paths("core", NUMPY, "%s.py") + ["lib/test_function_base.py", "polynomial", "-m", "not slow"],
        "typing_extensions setuptools",
        beside={
            "numpy/conftest.py": "conftest.py",
            "numpy/core/tests": "core",
            "numpy/_core/tests": "core",
            "numpy/lib/tests": "lib",
            "numpy/polynomial/tests": "polynomial",
        },
    ),
    "pandas": project(
        "pytest hypothesis",
        paths("tests", PANDAS) + ["-m", "not slow"],
        "pytest-xdist jinja2",
        beside={"pandas/conftest.py": "conftest.py", "pandas/tests": "tests"},
    ),
    "sqlalchemy": project("pytest", paths("test", SQLALCHEMY) + ["--maxfail=0"], "greenlet aiosqlite mypy"),
    "pytest": project(
        "hypothesis pygments", paths("testing", PYTEST), "attrs mock requests xmlschema argcomplete numpy"
    ),
    "trio": project(
        "pytest",
        ["-p", "trio._tests.pytest_plugin", "src/trio/_core/_tests", "src/trio/_tests/test_util.py"]
        + paths("src/trio/_tests", "channel sync timeouts threads subprocess signals abc", "test_%s.py")
        + ["-o", "addopts="],
        "trustme pyopenssl astor async-generator exceptiongroup",
        environ={"PYTHONPATH": "src"},
    ),
    "black": project(
        "pytest",
        ["tests", "--run-optional=no_jupyter", "-o", "addopts=", "-o", "xfail_strict=false"]
        + ["-W", "ignore:config.inicfg is deprecated"],
        "aiohttp parameterized pytest-xdist pytest-cov tokenize-rt ipython",
    ),
    "mypy": project("pytest", paths("mypy/test", MYPY, "%s.py") + ["-o", "addopts="], "attrs lxml filelock psutil"),
    "tornado": project("pytest", paths("tornado/test", TORNADO, "%s_test.py"), "pycares"),
    "coverage": project(
        "pytest hypothesis flaky pytest-xdist", paths("tests", COVERAGE, "test_%s.py") + ["-o", "addopts="]
    ),
    "pydantic": project(
        "pytest dirty-equals pytest-mock jsonschema email-validator cloudpickle packaging",
        paths("tests", PYDANTIC, "test_%s.py") + ["-o", "addopts="],
        "pytest-benchmark pytest-examples pytest-run-parallel eval-type-backport pytz sqlalchemy faker",
    ),
    "structlog": project(
        "pytest pytest-asyncio pretend simplejson", ["tests"], "freezegun time-machine rich better-exceptions twisted"
    ),
    "tenacity": project("pytest", ["tests"], "tornado typeguard trio pytest-asyncio"),
    "more-itertools": project("pytest", ["tests/test_recipes.py"]),
    "networkx": project("pytest", paths("networkx", "classes utils readwrite"), "numpy pandas lxml", strict=False),
    "sympy": project("pytest hypothesis", paths("sympy", SYMPY) + ["-m", "not slow"]),
    "twisted": project(
        "pytest",
        paths("src/twisted", TWISTED),
        "pyopenssl service-identity idna hypothesis PyHamcrest",
        environ={"PYTHONPATH": "src"},
        strict=False,
    ),
    "celery": project(
        "pytest pytest-subtests pytest-timeout pytest-click pytest-order",
        paths("t/unit", "app tasks utils concurrency") + ["-o", "addopts="],
        "pytest-celery[redis] redis msgpack cryptography pyyaml moto boto3 sqlalchemy ephem",
        strict=False,
    ),
    "greenlet": project(
        "pytest", ["greenlet_tests", "-k", "not leak"], "psutil objgraph", beside={"greenlet/tests": "greenlet_tests"}
    ),
    "zope.interface": project(
        "pytest zope.event zope.testing",
        ["interface_tests"],
        "coverage",
        beside={"zope/interface/tests": "interface_tests"},
    ),
    "exceptiongroup": project("pytest", ["tests"], "typing_extensions"),
    "tblib": project("pytest", ["tests"], "twisted pytest-benchmark", environ={"PYTHONPATH": "src"}),
    "typeguard": project("pytest", ["tests"], "mypy"),
    "wrapt": project("pytest", ["tests"]),
    "pyfakefs": project(
        "pytest",
        paths("pyfakefs/tests", PYFAKEFS, "%s_test.py"),
        "setuptools",
    ),
    "freezegun": project("pytest", ["tests"], "dateparser"),
    "marshmallow": project("pytest simplejson", ["tests"], "pytz"),
    "traitlets": project("pytest pytest-mock argcomplete", ["tests"], "mypy"),
    "toolz": project("pytest", ["toolz"]),
}
