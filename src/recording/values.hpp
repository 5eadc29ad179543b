#pragma once
#include <boost/json/fwd.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/recording.hpp"

/// Reads the pieces of a record. A recording may be damaged or hostile, so each function accepts any JSON and never
/// throws: what is missing or of another type becomes "", 0, false or an empty list. The functions of
/// util/json_members.hpp do the same for documents that are not read line by line.
namespace testskew::recording {

/// A value of a line (line_parser.hpp).
using Value = boost::json::value;

/// The member `key`; nullptr if there is none, or if this is no object.
const Value* find(const Value& object, const char* key);
/// The value at this place of a list; nullptr if it has none, or if this is no list.
const Value* item(const Value& list, std::size_t at);
/// True for a number that is written without a fraction and fits in 64 bits.
bool is_whole(const Value& value);

/// The member `key` as a text no longer than 64 KiB. Secrets are not searched here: the writer of a recording takes
/// them out, and a report takes them out of everything that it shows, because something else may have written the
/// recording.
std::string text(const Value& object, const char* key);
/// The strings of a list; items of other types are left out.
std::vector<std::string> names(const Value& object, const char* key);
/// The members of an object; numbers and booleans as text, all other types left out.
std::map<std::string, std::string> name_map(const Value& object, const char* key);
/// A finite number.
double number(const Value& object, const char* key);
/// A number without its fraction; 0 if its absolute value is greater than two thousand million.
int integer(const Value& object, const char* key);
/// The same of a value itself.
int integer_of(const Value& value);
/// A boolean; false for any other type.
bool flag(const Value& object, const char* key);
/// Any value as JSON, as nlohmann/json writes it; "null" if a number in it is too large.
std::string written(const Value& value);

/// A frame, [path, line, function, source, kind]; nullopt if it lacks a function.
std::optional<Frame> frame(const Value& value);
/// A chain of at most 50 exceptions with at most 400 frames each. `cut` is set on an exception after which something
/// was left out.
ExceptionChain chain(const Value& object, const char* key = "chain");
/// An interpreter as model/ writes it. A member of a wrong type keeps its default.
Interpreter interpreter(const Value& value);

}  // namespace testskew::recording
