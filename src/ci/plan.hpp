#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "ci/job.hpp"

namespace testskew::ci {

/// One leg of a planned matrix.
struct PlannedLeg {
    std::string name;     ///< "py3.11", or that of the profile
    std::string python;   ///< "3.11"
    std::string os;       ///< the runner: "ubuntu-latest"
    std::string profile;  ///< "" if the leg is no profile
};

/// The legs of a matrix, and what they were taken from.
struct Plan {
    std::vector<PlannedLeg> legs;
    std::string from;                ///< "the classifiers of pyproject.toml"
    std::vector<std::string> notes;  ///< what was left out, and why
};

/// What the project's files say: the classifiers, else what requires-python allows of the released versions, else the
/// legs of its own workflow. No legs if nothing says it.
Plan plan_of_project(const Tree& tree);

/// The legs of the project's own workflow alone.
Plan plan_of_workflow(const Tree& tree);

/// The value of `strategy.matrix`: {"include": [{"leg": "py3.11", "python-version": "3.11", "os": "ubuntu-latest"}]}.
nlohmann::ordered_json matrix_json(const Plan& plan);

}  // namespace testskew::ci
