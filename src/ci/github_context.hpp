#pragma once
#include <map>
#include <memory>
#include <string>

#include "ci/github_env.hpp"
#include "ci/job.hpp"
#include "util/text_budget.hpp"

/// What GitHub's expressions know while one leg is read.
namespace testskew::ci {

struct GithubContext {
    Axes axes;
    std::map<std::string, std::string> open_axes;  ///< axes that only a run knows, each with the reason
    std::string open_matrix;                       ///< why only a run knows the whole matrix; "" if the files do
    std::map<std::string, CiVariable> environ;     ///< env of the workflow, the job and the step so far
    GithubEnv written;                             ///< what the steps so far wrote to $GITHUB_ENV
    std::map<std::string, Worth> inputs;  ///< of a reusable workflow or a composite action, names in lower case
    std::string condition;                ///< of the step that uses the action, if only a run knows it
    std::string event = "push";
    std::string runner_os = "Linux";
    std::string job;
    /// The actions and workflows that may be read.
    std::shared_ptr<TextBudget> files = std::make_shared<TextBudget>(500, 4 * 1024 * 1024);

    std::shared_ptr<size_t> text = std::make_shared<size_t>(0);  ///< how long all commands are so far

    /// Whether so many files were read, or so much text, that they must use each other again and again.
    bool enough(const std::string& file) const { return !files->take(file.size()); }

    /// The lookup of an expression: "matrix.python-version".
    Worth operator()(const std::string& name) const;
    /// The value of a variable for a script of a step; nullopt if nobody knows it.
    std::optional<std::string> variable(const std::string& name) const;
};

/// The variables of an `env:` map, added to those that are there. Numbers and booleans become texts.
void add_environ(const Yaml* env, const std::string& file, GithubContext& context,
                 std::map<std::string, CiVariable>& into);

/// Notes a condition that holds whatever its expression is worth.
void note_text_condition(const Yaml& when, const std::string& file, std::vector<std::string>& notes);

/// A scalar as GitHub makes a string of it, with its expressions replaced.
std::string github_text(const Yaml& node, const Lookup& lookup, std::vector<std::string>& unknown);

/// The steps of a job or of a composite action, with the local composite actions that they use in their place.
void add_github_steps(const Yaml& steps, const Tree& tree, const std::string& file, const Yaml* defaults,
                      GithubContext& context, Job& job, int depth = 0);

}  // namespace testskew::ci
