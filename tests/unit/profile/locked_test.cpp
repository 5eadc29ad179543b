#include "profile/locked.hpp"

#include "catch.hpp"
#include "interpreters.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;
using Lines = std::vector<std::string>;

namespace {

/// The lines of what is installed, by name.
Lines installed(const LockFile& lock, const std::string& version, std::set<std::string> groups,
                std::set<std::string> extras = {}) {
    groups.insert(lock.main);
    Lines lines;
    for (const auto& [name, package] :
         chosen_packages(lock, {std::move(groups), std::move(extras), marker_variables(python_of(version))}))
        lines.push_back(package->line);
    return lines;
}

LockFile poetry(const char* lock, const char* pyproject) {
    return read_poetry_lock(parse_toml(lock, "poetry.lock"), parse_toml(pyproject, "pyproject.toml"));
}

const char* first_poetry = R"(
[[package]]
name = "numpy"
version = "1.24.4"
optional = false
python-versions = ">=3.8"
[[package]]
name = "numpy"
version = "2.0.2"
optional = false
python-versions = ">=3.9"
[[package]]
name = "Pytest"
version = "7.4.4"
category = "dev"
optional = false
python-versions = ">=3.7"
[package.dependencies]
colorama = {version = "*", markers = "sys_platform == \"win32\""}
tomli = {version = ">=1.0.0", markers = "python_version < \"3.11\""}
iniconfig = "*"
[[package]]
name = "tomli"
version = "2.0.1"
python-versions = ">=3.7"
[[package]]
name = "iniconfig"
version = "2.0.0"
python-versions = ">=3.7"
[[package]]
name = "colorama"
version = "0.4.6"
python-versions = "*"
[[package]]
name = "coverage"
version = "7.4"
python-versions = "*"
[package.dependencies]
tomli = {version = "*", optional = true, markers = "python_full_version <= \"3.11.0a6\" and extra == \"toml\""}
[package.extras]
toml = ["tomli"]
[[package]]
name = "lib"
version = "1.0"
python-versions = "*"
[package.source]
type = "git"
url = "git@github.com:a/lib.git"
reference = "main"
resolved_reference = "abc123"
subdirectory = "py"
[[package]]
name = "near"
version = "1.0"
develop = true
[package.source]
type = "directory"
url = "../near"
[[package]]
name = "inner"
version = "2.0"
[package.source]
type = "legacy"
url = "https://pypi.example.org/simple"
reference = "own"
[metadata]
lock-version = "2.0"
python-versions = "^3.8"
)";

const char* first_pyproject = R"(
[tool.poetry.dependencies]
python = "^3.8"
numpy = [{version = "^1.24", python = "<3.9"}, {version = "^2.0", python = ">=3.9"}]
lib = {git = "git@github.com:a/lib.git"}
near = {path = "../near", develop = true}
inner = {version = "^2", optional = true}
[tool.poetry.extras]
own = ["inner"]
[tool.poetry.dev-dependencies]
pytest = "^7"
coverage = {version = "*", extras = ["toml"]}
)";

}  // namespace

TEST_CASE("a poetry.lock without groups is followed from pyproject.toml") {
    const auto lock = poetry(first_poetry, first_pyproject);
    CHECK_FALSE(lock.grouped);
    CHECK(lock.python == "^3.8");
    const std::string lib = "lib @ git+ssh://git@github.com/a/lib.git@abc123#subdirectory=py";
    CHECK(installed(lock, "3.8.10", {}) == Lines{lib, "-e ../near", "numpy==1.24.4"});
    CHECK(installed(lock, "3.12.1", {}) == Lines{lib, "-e ../near", "numpy==2.0.2"});
    CHECK(installed(lock, "3.12.1", {"dev"}) ==
          Lines{"coverage==7.4", "iniconfig==2.0.0", lib, "-e ../near", "numpy==2.0.2", "pytest==7.4.4"});
    CHECK(installed(lock, "3.10.1", {"dev"}).back() == "tomli==2.0.1");
    CHECK(installed(lock, "3.12.1", {}, {"own"}).front() == "inner==2.0");
    CHECK(lock.index_options == Lines{"--extra-index-url https://pypi.example.org/simple"});
}

TEST_CASE("an extra of a package brings its optional dependencies") {
    const auto lock =
        poetry(first_poetry, "[tool.poetry.dependencies]\ncoverage = {version = '*', extras = ['toml']}\n");
    CHECK(installed(lock, "3.10.1", {}) == Lines{"coverage==7.4", "tomli==2.0.1"});
    const auto plain = poetry(first_poetry, "[tool.poetry.dependencies]\ncoverage = '*'\n");
    CHECK(installed(plain, "3.10.1", {}) == Lines{"coverage==7.4"});
}

TEST_CASE("a poetry.lock of poetry 2 says itself which groups bring a package") {
    const auto lock = poetry(R"(
[[package]]
name = "tomli"
version = "2.0.1"
groups = ["main", "dev"]
markers = {main = "extra == \"old\"", dev = "python_version < \"3.11\""}
[[package]]
name = "attrs"
version = "23.2.0"
groups = ["main"]
[[package]]
name = "colorama"
version = "0.4.6"
groups = ["dev"]
markers = "sys_platform == \"win32\""
)",
                             "");
    CHECK(lock.grouped);
    CHECK(installed(lock, "3.10.1", {"dev"}) == Lines{"attrs==23.2.0", "tomli==2.0.1"});
    CHECK(installed(lock, "3.12.1", {"dev"}) == Lines{"attrs==23.2.0"});
    CHECK(installed(lock, "3.12.1", {}, {"old"}) == Lines{"attrs==23.2.0", "tomli==2.0.1"});
}

TEST_CASE("a pdm.lock with groups, extras, repositories, URLs and folders") {
    const auto lock = read_pdm_lock(parse_toml(R"(
[metadata]
groups = ["default", "dev"]
strategy = ["cross_platform", "inherit_metadata"]
lock_version = "4.5.0"
[[package]]
name = "coverage"
version = "7.6"
groups = ["dev"]
[[package]]
name = "coverage"
version = "7.6"
extras = ["toml"]
groups = ["dev"]
dependencies = ["coverage==7.6", "tomli; python_full_version <= \"3.11.0a6\""]
[[package]]
name = "tomli"
version = "2.0.1"
groups = ["dev"]
marker = "python_full_version <= \"3.11.0a6\""
[[package]]
name = "lib"
version = "1.0"
groups = ["default"]
git = "https://example.org/lib.git"
ref = "main"
revision = "abc"
[[package]]
name = "near"
version = "1"
groups = ["default"]
path = "./near"
editable = true
[[package]]
name = "wheel-of"
version = "1"
groups = ["default"]
url = "https://example.org/wheel_of-1-py3-none-any.whl"
)",
                                               "pdm.lock"),
                                    parse_toml("", "pyproject.toml"));
    CHECK(installed(lock, "3.12.1", {}) == Lines{"lib @ git+https://example.org/lib.git@abc", "-e ./near",
                                                 "wheel-of @ https://example.org/wheel_of-1-py3-none-any.whl"});
    CHECK(installed(lock, "3.9.1", {"dev"}).front() == "coverage==7.6");
    CHECK(installed(lock, "3.9.1", {"dev"}).size() == 5);
    CHECK(installed(lock, "3.12.1", {"dev"}).size() == 4);
}

TEST_CASE("a pdm.lock without groups is followed, with the entries of extras") {
    const auto lock = read_pdm_lock(parse_toml(R"(
[metadata]
lock_version = "4.4"
strategy = ["cross_platform"]
[[package]]
name = "coverage"
version = "7.6"
[[package]]
name = "coverage"
version = "7.6"
extras = ["toml"]
dependencies = ["coverage==7.6", "tomli; python_full_version <= \"3.11.0a6\""]
[[package]]
name = "tomli"
version = "2.0.1"
[[package]]
name = "sphinx"
version = "7"
)",
                                               "pdm.lock"),
                                    parse_toml("[project]\ndependencies = []\n[tool.pdm.dev-dependencies]\n"
                                               "test = ['coverage[toml]>=7']\ndoc = ['sphinx']\n",
                                               "pyproject.toml"));
    CHECK(installed(lock, "3.9.1", {"test"}) == Lines{"coverage==7.6", "tomli==2.0.1"});
    CHECK(installed(lock, "3.12.1", {"test"}) == Lines{"coverage==7.6"});
}

TEST_CASE("a Pipfile.lock with its categories") {
    const auto lock = read_pipfile_lock(R"({
        "_meta": {"sources": [{"name": "own", "url": "https://pypi.example.org/simple", "verify_ssl": true},
                              {"name": "pypi", "url": "https://pypi.org/simple"},
                              {"name": "hidden", "url": "https://${USER}@example.org/simple"}]},
        "default": {"Flask": {"version": "==2.3.2", "markers": "python_version >= '3.8'"},
                    "lib": {"git": "https://example.org/lib.git", "ref": "abc"},
                    "demo": {"editable": true, "path": "."},
                    "win": {"version": "==1", "markers": "sys_platform == 'win32'"}},
        "develop": {"pytest": {"version": "==7.4.0"}},
        "docs": {"sphinx": {"version": "==7"}}})",
                                        "Pipfile.lock");
    CHECK(installed(lock, "3.12.1", {}) == Lines{"-e .", "flask==2.3.2", "lib @ git+https://example.org/lib.git@abc"});
    CHECK(installed(lock, "3.7.1", {"develop"}) ==
          Lines{"-e .", "lib @ git+https://example.org/lib.git@abc", "pytest==7.4.0"});
    CHECK(lock.index_options == Lines{"--index-url https://pypi.example.org/simple"});
    CHECK_THROWS_AS(read_pipfile_lock("[packages]", "Pipfile.lock"), Error);
}

TEST_CASE("requirements are taken apart") {
    const auto requirement = parse_requirement("Foo_Bar[a, b] (>=1.0,<2) ; python_version < '3.9'");
    CHECK(requirement.name == "foo-bar");
    CHECK(requirement.extras == std::set<std::string>{"a", "b"});
    CHECK(requirement.constraint == ">=1.0,<2");
    CHECK(requirement.marker == "python_version < '3.9'");
    CHECK(parse_requirement("x @ https://example.org/x;y.whl ; os_name == 'nt'").marker == "os_name == 'nt'");
}
