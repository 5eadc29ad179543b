"""More projects for script/observe: libraries of which a part of the suite is run, in minutes at most. Many of them do
what could meet a probe: they patch the clock or the file system, make tracebacks, switch stacks, count references,
trace, or run pytest itself. The keys are those of observe_projects.py, and of lists that are written as words."""

PANDAS = "dtypes scalar base util api strings series/indexing indexes/multi"
NUMPY = "test_dtype test_errstate test_arrayprint test_datetime test_records test_regression test_shape_base"
PYTEST = "code io logging python/approx.py python/raises.py python/raises_group.py python/metafunc.py"
PYTEST += " python/collect.py test_assertrewrite.py test_mark.py test_monkeypatch.py test_pathlib.py test_recwarn.py"
PYTEST += " test_pluginmanager.py test_reports.py test_runner.py test_session.py test_skipping.py test_unittest.py"
PYTEST += " test_subtests.py test_threadexception.py test_unraisableexception.py test_warnings.py test_warning_types.py"
SQLALCHEMY = "base engine sql/test_compiler.py sql/test_selectable.py sql/test_types.py sql/test_query.py"
SQLALCHEMY += " orm/test_mapper.py orm/test_session.py orm/test_unitofwork.py orm/test_events.py orm/test_cascade.py"
SYMPY = "core/tests/test_basic.py core/tests/test_expr.py core/tests/test_numbers.py core/tests/test_sympify.py"
SYMPY += " core/tests/test_arit.py core/tests/test_function.py logic/tests sets/tests utilities/tests"
MYPY = "testapi testargs testconstraints testfscache testgraph testinfer testipc testmerge testmodulefinder testparse"
MYPY += " testreports testsemanal testsolve testsubtypes testtransform testtypegen testtypes typefixture"
TWISTED = "test/test_defer.py test/test_failure.py test/test_log.py test/test_task.py test/test_policies.py"
TWISTED += " test/test_threadpool.py test/test_threads.py test/test_paths.py python/test logger/test"
TWISTED += " internet/test/test_base.py internet/test/test_abstract.py internet/test/test_core.py web/test/test_http.py"
CELERY = "app tasks utils concurrency worker events security fixups contrib"
COVERAGE = "api arcs collector config coverage data execfile files misc numbits parser phystokens python results"
COVERAGE += " setup summary templite version xml html lcov report report_common json context debug filereporter"
NETWORKX = "classes utils readwrite tests generators algorithms/tests algorithms/traversal"
HYPOTHESIS = "tests/cover tests/pytest tests/quality"


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
    "hypothesis": project("pytest", HYPOTHESIS.split() + ["-o", "addopts="], "pexpect pytest-xdist fakeredis"),
    "trio": project(
        "pytest",
        ["-p", "trio._tests.pytest_plugin", "src/trio/_core/_tests", "src/trio/_tests"]
        + ["--ignore=src/trio/_tests/test_exports.py", "--ignore=src/trio/_tests/tools"]
        + ["--ignore=src/trio/_tests/type_tests", "-o", "addopts="],
        "trustme pyopenssl astor async-generator exceptiongroup",
        environ={"PYTHONPATH": "src"},
    ),
    "black": project(
        "pytest",
        ["tests", "--run-optional=no_jupyter", "-o", "addopts=", "-o", "xfail_strict=false"],
        "aiohttp parameterized pytest-xdist pytest-cov tokenize-rt ipython",
    ),
    "mypy": project("pytest", paths("mypy/test", MYPY, "%s.py") + ["-o", "addopts="], "attrs lxml filelock psutil"),
    "tornado": project("pytest", ["tornado/test"], "pycares twisted"),
    "coverage": project(
        "pytest hypothesis flaky pytest-xdist", paths("tests", COVERAGE, "test_%s.py") + ["-o", "addopts="]
    ),
    "pydantic": project(
        "pytest dirty-equals pytest-mock jsonschema email-validator cloudpickle packaging",
        ["tests", "-o", "addopts="]
        + ["--ignore=tests/" + name for name in ("mypy", "pyright", "benchmarks", "typechecking", "test_docs.py")]
        + ["--ignore=tests/pydantic_core", "--ignore=tests/plugin"],
        "pytest-benchmark pytest-examples pytest-run-parallel eval-type-backport pytz sqlalchemy faker",
    ),
    "structlog": project(
        "pytest pytest-asyncio pretend simplejson", ["tests"], "freezegun time-machine rich better-exceptions twisted"
    ),
    "tenacity": project("pytest", ["tests"], "tornado typeguard trio pytest-asyncio"),
    "more-itertools": project("pytest", ["tests"]),
    "networkx": project("pytest", paths("networkx", NETWORKX), "numpy pandas lxml", strict=False),
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
        paths("t/unit", CELERY) + ["-o", "addopts="],
        "pytest-celery[redis] redis msgpack cryptography pyyaml moto boto3 sqlalchemy ephem",
        strict=False,
    ),
    "greenlet": project("pytest", ["greenlet_tests"], "psutil objgraph", beside={"greenlet/tests": "greenlet_tests"}),
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
        ["pyfakefs/tests", "--ignore=pyfakefs/tests/performance_test.py", "-o", "python_files=*_test.py test_*.py"],
        "setuptools",
    ),
    "freezegun": project("pytest", ["tests"], "dateparser"),
    "marshmallow": project("pytest simplejson", ["tests"], "pytz"),
    "traitlets": project("pytest pytest-mock argcomplete", ["tests"], "mypy"),
    "toolz": project("pytest", ["toolz"]),
    "websockets": project(
        "pytest",
        paths("tests", "protocol http11 frames headers streams uri utils server client exceptions", "test_%s.py")
        + ["tests/extensions", "tests/sync", "tests/legacy"],
        "werkzeug",
        environ={"PYTHONPATH": "src"},
    ),
}
