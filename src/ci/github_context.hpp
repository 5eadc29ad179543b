#pragma once
#include <map>
#include <memory>
#include <string>

#include "ci/job.hpp"
#include "ci/shell.hpp"

/// What GitHub's expressions know while one leg is read.
namespace testskew::ci {

struct GithubContext {
    Axes axes;
    std::map<std::string, CiVariable> environ;  ///< env of the workflow, the job and the step so far
    std::map<std::string, Worth> inputs;        ///< of a reusable workflow or a composite action
    std::string event = "push";
    std::string runner_os = "Linux";
    std::string job;
    std::shared_ptr<int> files = std::make_shared<int>(0);  ///< actions and workflows that were read

    /// Whether so many files were read that they must use each other again and again.
    bool enough() const { return ++*files > 500; }

    /// The lookup of an expression: "matrix.python-version".
    Worth operator()(const std::string& name) const;
};

/// The variables of an `env:` map, added to those that are there. Numbers and booleans become texts.
void add_environ(const Yaml* env, const std::string& file, GithubContext& context,
                 std::map<std::string, CiVariable>& into);

/// A scalar as GitHub makes a string of it, with its expressions replaced.
std::string github_text(const Yaml& node, const Lookup& lookup, std::vector<std::string>& unknown);

/// The steps of a job or of a composite action, with the local composite actions that they use in their place.
void add_github_steps(const Yaml& steps, const Tree& tree, const std::string& file, const Yaml* defaults,
                      GithubContext& context, Job& job, int depth = 0);

/// The variables that a script writes to $GITHUB_ENV, each with its value if that is literal.
std::map<std::string, CiVariable> written_to_github_env(const std::vector<ShellCommand>& commands, const Origin& script,
                                                        bool literal);

}  // namespace testskew::ci
