#pragma once
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// One distribution that does not have what it declares to need.
struct Conflict {
    std::string package;      ///< For example "fastapi".
    std::string needs;        ///< For example "starlette"; the name is normalised.
    std::string requirement;  ///< The requirement in uv's words: "starlette>=0.40.0,<0.49.0".
    std::string found;        ///< For example "0.27.0"; "" if it is not installed.
};

/// Returns the declared constraints that the packages of an environment break, as `uv pip check` reports them. The
/// result is empty if they break none.
std::vector<Conflict> conflicts(const Environment& environment, const BuildOptions& options);

/// Reads the output of `uv pip check`. Lines of another form are ignored.
std::vector<Conflict> read_conflicts(const std::string& text);

}  // namespace testskew::environment
