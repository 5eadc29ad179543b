#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

/// Reads the members of a JSON object that something else has written and that may be damaged or hostile. Each function
/// accepts any JSON and never throws: what is missing or of another type becomes "", 0, false or an empty list.
namespace testskew::members {

/// The first 64 KiB of a text, or fewer, so that no character is cut in two.
std::string capped(std::string_view text);

/// The member `key`; nullptr if there is none, or if this is no object.
const nlohmann::json* find(const nlohmann::json& object, const char* key);
/// A text no longer than 64 KiB, cut where no character is cut in two.
std::string text_of(const nlohmann::json& value);
/// A number without its fraction; 0 if its absolute value is greater than two thousand million.
int integer_of(const nlohmann::json& value);

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
/// The same for a member.
int integer(const nlohmann::json& object, const char* key);
/// A boolean; false for any other type.
bool flag(const nlohmann::json& object, const char* key);

}  // namespace testskew::members
