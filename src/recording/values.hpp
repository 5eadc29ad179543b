#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "model/recording.hpp"
#include "util/json_members.hpp"

/// Reads the pieces of a record. A recording may be damaged or hostile, so each function accepts any JSON and never
/// throws: what is missing or of another type becomes "", 0, false or an empty list.
namespace testskew::recording {

using members::flag;
using members::integer;
using members::name_map;
using members::names;
using members::number;
using members::text;

/// A frame, [path, line, function, source, kind]; nullopt if it lacks a function.
std::optional<Frame> frame(const nlohmann::json& value);
/// A chain of at most 50 exceptions with at most 400 frames each. `cut` is set on an exception after which something
/// was left out.
ExceptionChain chain(const nlohmann::json& object, const char* key = "chain");
/// An interpreter as model/ writes it. A member of a wrong type keeps its default.
Interpreter interpreter(const nlohmann::json& value);

}  // namespace testskew::recording
