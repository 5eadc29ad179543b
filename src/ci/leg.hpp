#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ci/matrix.hpp"

/// What one leg of a CI does to run its tests, each value with the place that says it.
namespace testskew::ci {

enum class Provider { github, gitlab, circleci, azure };

/// "github", "gitlab", ...
const char* to_string(Provider provider);

/// A line of a file of the project: ".github/workflows/ci.yml:42".
struct Origin {
    std::string file;
    int line = 0;  ///< 0 if only the file is known
    std::string text() const;
};

/// A value and who says it.
struct Said {
    std::string value;
    Origin origin;
};

/// A line of a requirements file, and the folder that its paths are relative to.
struct Requirement {
    std::string line, folder;
    Origin origin;
    std::string condition = {};  ///< under which it is installed, if only a run knows it
};

/// A variable of the environ of pytest. It has no value if only the CI knows it (a secret, something computed).
struct CiVariable {
    std::optional<std::string> value;
    std::string why;  ///< without a value: "secrets.TOKEN"
    Origin origin;
};

/// One call of pytest.
struct PytestCall {
    std::string invocation = "pytest";  ///< or "python -m pytest"
    std::vector<std::string> options, targets;
    bool coverage = false;  ///< `coverage run -m pytest`
    std::string condition;  ///< under which it is called, if only a run knows it
    Origin origin;
};

/// How the project itself is in the environment.
enum class ProjectAs { absent, editable, wheel, not_installed };

/// A lock that the packages come from.
struct LockUse {
    std::string file, tool;
    std::vector<std::string> groups, extras;
    ProjectAs project = ProjectAs::editable;
    Origin origin;
    bool chosen = false;  ///< other groups or extras than the tool's usual ones were asked for
};

/// An environment of tox through which pytest is started.
struct ToxUse {
    std::string environment, file;
    std::vector<std::string> pass_env;
    std::vector<std::pair<std::string, std::string>> set_env;
};

/// A server that runs beside the tests.
struct Service {
    std::string image;
    std::string host;                ///< where it is reached by name; "" for localhost
    std::vector<std::string> ports;  ///< of the host
    Origin origin;
};

struct Leg {
    Provider provider = Provider::github;
    std::string workflow;  ///< the file, relative to the project
    std::string job;
    Axes axes;
    std::string runner;  ///< "ubuntu-latest"
    bool may_fail = false;
    bool runs_tests = false;  ///< with pytest or with something else

    Said python;                ///< "" if nothing says it
    std::string python_source;  ///< in words
    std::vector<Requirement> requirements;
    std::vector<std::string> pip_options, upgraded;
    std::optional<LockUse> lock;
    std::optional<ToxUse> tox;
    std::map<std::string, CiVariable> environ;
    std::vector<std::string> not_reaching;  ///< variables that the CI sets, and that pytest never sees
    std::optional<PytestCall> pytest;
    std::vector<PytestCall> more_pytest;
    Said cwd{".", {}};
    std::vector<Said> setup;       ///< commands before the tests that change something
    std::optional<int> git_depth;  ///< 0: everything; nullopt: the file does not say
    std::vector<Service> services;
    std::vector<std::string> os_packages;
    std::string container;
    bool root = false;
    bool whose = true;      ///< false for a log that does not say whose it is
    bool filtered = false;  ///< of a log: tox filters the environ
    std::optional<std::string> as_of;
    Origin as_of_origin;  ///< of uv's --exclude-newer; none for the day of a log
    std::vector<std::string> not_knowable, warn;
};

/// The leg as a JSON document (`testskew init --json`).
nlohmann::ordered_json leg_json(const Leg& leg);

/// The axes as text: "os=ubuntu-latest, python-version=3.11".
std::string axes_text(const Axes& axes);

}  // namespace testskew::ci
