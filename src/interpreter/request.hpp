#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/interpreter.hpp"

namespace testskew::interpreter {

/// A version as a profile asks for it.
struct Request {
    int major = 0;
    std::optional<int> minor, micro;
    std::string suffix;  ///< the suffix of a pre-release: "rc1"
    bool free_threaded = false;
};

/// Reads "3.11", "3.11.14", "python3.12", "cpython-3.13t", "3.15.0rc1", "311"; nullopt for everything else.
std::optional<Request> parse_request(const std::string& asked);

/// The name of another implementation that `asked` begins with ("PyPy"); "" if it begins with none.
std::string other_implementation(const std::string& asked);

/// The one of `candidates` that fits the request best; nullptr if none has its minor version. The candidates are in the
/// order in which they were found, the preferred ones first.
const Interpreter* choose(const Request& request, const std::vector<Interpreter>& candidates);

/// Whether it is an alpha, a beta or a release candidate.
bool is_prerelease(const Interpreter& interpreter);

/// The reason why testskew does not support an interpreter; "" if it does.
std::string unsupported(const Interpreter& interpreter);

}  // namespace testskew::interpreter
