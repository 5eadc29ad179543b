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
    std::string suffix;  ///< of a pre-release: "rc1"
    bool free_threaded = false;
};

/// "3.11", "3.11.14", "python3.12", "cpython-3.13t", "3.15.0rc1"; nullopt where it is none of these.
std::optional<Request> parse_request(const std::string& asked);

/// The name of another implementation that `asked` begins with ("PyPy"), "" where it is CPython's or none.
std::string other_implementation(const std::string& asked);

/// Which of `candidates` (in the order found, the preferred first) serves the request best; nullptr where none has its
/// minor version.
const Interpreter* choose(const Request& request, const std::vector<Interpreter>& candidates);

bool is_prerelease(const Interpreter& interpreter);

/// Why testskew does not support an interpreter; "" where it does.
std::string unsupported(const Interpreter& interpreter);

}  // namespace testskew::interpreter
