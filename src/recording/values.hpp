#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/recording.hpp"

/// Reads the pieces of a record. A recording may be damaged or hostile, so each function accepts any JSON and never
/// throws: what is missing or of another type becomes "", 0, false or an empty list.
namespace testskew::recording {

/// The member `key` as a text no longer than 64 KiB. Secrets are not searched here: the writer of a recording takes
/// them out, and a report takes them out of everything that it shows, because something else may have written the
/// recording.
std::string text(const nlohmann::json& object, const char* key);
/// The strings of a list; items of other types are left out.
std::vector<std::string> names(const nlohmann::json& object, const char* key);
/// The members of an object; numbers and booleans as text, all other types left out.
std::map<std::string, std::string> name_map(const nlohmann::json& object, const char* key);
/// A finite number.
double number(const nlohmann::json& object, const char* key);
/// A number without its fraction; 0 if its absolute value is greater than two thousand million.
int integer(const nlohmann::json& object, const char* key);
/// A boolean; false for any other type.
bool flag(const nlohmann::json& object, const char* key);
/// A frame, [path, line, function, source, kind]; nullopt if it lacks a function.
std::optional<Frame> frame(const nlohmann::json& value);
/// A chain of at most 50 exceptions with at most 400 frames each. `cut` is set on an exception after which something
/// was left out.
ExceptionChain chain(const nlohmann::json& object, const char* key = "chain");
/// An interpreter as model/ writes it. A member of a wrong type keeps its default.
Interpreter interpreter(const nlohmann::json& value);

}  // namespace testskew::recording
