#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/recording.hpp"

/// The pieces of a record. A recording may be damaged or hostile, so each function takes whatever JSON is there and
/// never throws: what is missing or of another type becomes "", 0, false or an empty list.
namespace testskew::recording {

/// The member `key` as a text no longer than 64 KiB. Secrets are not looked for: the writer of a recording has taken
/// them out, and a report, which may be of a recording that something else wrote, takes them out of all that it shows.
std::string text(const nlohmann::json& object, const char* key);
/// The strings of a list; items of other types are left out.
std::vector<std::string> names(const nlohmann::json& object, const char* key);
/// The members of an object; numbers and booleans as text, all other types left out.
std::map<std::string, std::string> name_map(const nlohmann::json& object, const char* key);
/// A finite number.
double number(const nlohmann::json& object, const char* key);
/// A number without its fraction; 0 if it is beyond two thousand millions either way.
int integer(const nlohmann::json& object, const char* key);
bool flag(const nlohmann::json& object, const char* key);
/// A frame, [path, line, function, source, kind]; nullopt if it has not even a function.
std::optional<Frame> frame(const nlohmann::json& value);
/// A chain of at most 50 exceptions of 400 frames; `cut` is set on an exception after which something was left out.
ExceptionChain chain(const nlohmann::json& object, const char* key = "chain");
/// An interpreter as model/ writes it. A member of a wrong type keeps its default.
Interpreter interpreter(const nlohmann::json& value);

}  // namespace testskew::recording
