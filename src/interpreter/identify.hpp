#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "interpreter/interpreter.hpp"
#include "interpreter/places.hpp"

namespace testskew::interpreter {

/// What an executable is, or why it cannot be used.
struct Answer {
    std::optional<Interpreter> interpreter;
    std::string failure;  ///< continues "the interpreter PATH ..."
};

/// Asks it, or the cache. With `again` a failure that is remembered counts for nothing.
Answer answer_of(const std::filesystem::path& executable, bool again);

}  // namespace testskew::interpreter
