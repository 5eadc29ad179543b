#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ci/leg.hpp"
#include "ci/yaml.hpp"

/// A leg's job in one form for all CIs, before its commands are read.
namespace testskew::ci {

/// One step: an action with its inputs, or a script.
struct Step {
    std::string action;  ///< "actions/setup-python"; "" for a script
    std::map<std::string, Said> inputs;
    std::string script;
    bool literal = false;       ///< the lines of the script are lines of the file
    std::vector<Origin> lines;  ///< of each line of the script, if they are not in a row
    Origin origin;              ///< of a script, its first line
    std::map<std::string, CiVariable> environ;
    std::string cwd;  ///< relative to the repository; "" for its root
    std::string shell;
    std::string condition;  ///< that only a run knows; "" for a step that is done
};

/// The place of a value, or of a key with this value, of a file that was read by its path.
inline Origin place_of(const Yaml& node, int line = 0) {
    return {node.file ? *node.file : std::string(), line ? line : node.line};
}

struct Job {
    Provider provider = Provider::github;
    std::string workflow, name;
    int line = 0;
    Axes axes;
    std::string runner;
    bool may_fail = false;
    std::map<std::string, CiVariable> environ;
    std::vector<Step> steps;
    std::vector<Service> services;
    std::string container;
    Said image_python;  ///< the version that the image's tag names
    bool root = false;
    std::vector<std::string> notes, not_knowable;
};

/// What the readers need of the project.
struct Tree {
    std::string root;  ///< absolute
    /// The text of a file relative to the root; nullopt if it is not there.
    std::optional<std::string> read(const std::string& relative) const;
    bool has(const std::string& relative) const;
};

/// The value of a variable for a script: "" if it is not set; nullopt if only a run knows it.
std::optional<std::string> runner_variable(const std::map<std::string, CiVariable>& environ, const std::string& name);

/// The Python version that the tag of an image names: "python:3.9-slim" and "cimg/python:3.11" give "3.9" and "3.11";
/// "" for any other image.
std::string python_of_image(const std::string& image);

/// The jobs of a workflow, one for each leg of its matrices. Throws Error (usage) for a file that cannot be read.
std::vector<Job> github_jobs(const Tree& tree, const std::string& file);
std::vector<Job> gitlab_jobs(const Tree& tree, const std::string& file);
std::vector<Job> circleci_jobs(const Tree& tree, const std::string& file);
std::vector<Job> azure_jobs(const Tree& tree, const std::string& file);

/// The newest minor version of CPython that is no pre-release, as far as this version of testskew knows.
constexpr const char* newest_release = "3.14";

/// What the steps of a job come to.
Leg leg_of(const Job& job, const Tree& tree);

}  // namespace testskew::ci
