#pragma once
#include <string>

#include "model/install_problem.hpp"
#include "util/secrets.hpp"

namespace testskew::report {

/// A side that cannot be installed, as a problem for people at a terminal.
std::string install_problem_text(const InstallProblem& problem, const Secrets& secrets);

/// The same as one JSON document.
std::string install_problem_json(const InstallProblem& problem, const Secrets& secrets, int exit_code);

}  // namespace testskew::report
