#pragma once
#include <map>
#include <optional>
#include <string>

#include "ci/job.hpp"
#include "util/text_budget.hpp"

/// What the parameters of CircleCI stand for. Private to this folder.
namespace testskew::ci {

/// By their names: "v", and "pipeline.parameters.v" for one of the pipeline.
using CircleParameters = std::map<std::string, std::string>;

/// Replaces << parameters.x >> and << pipeline.parameters.x >>. One that nobody knows becomes ${{parameters.x}}.
std::string with_circle_parameters(const std::string& text, const CircleParameters& parameters, TextBudget& budget);

/// Whether a text with its parameters replaced holds one that nobody knows.
bool unknown_in_circle(const std::string& text);

/// Whether a logic statement holds: a value, `equal`, `not`, `and`, `or`. nullopt if only a run knows.
std::optional<bool> circle_statement(const Yaml& statement, const CircleParameters& parameters, TextBudget& budget,
                                     int depth = 0);

}  // namespace testskew::ci
