#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/recording.hpp"

/// The pieces of a record. Each takes whatever JSON is there and gives what can be made of it: a recording may be
/// damaged or hostile.
namespace testskew::recording {

/// The member `key` as text, without secrets and no longer than 64 KiB; "" where it is no text.
std::string text(const nlohmann::json& object, const char* key);
/// The same without redaction: node ids and names.
std::string name(const nlohmann::json& object, const char* key);
std::vector<std::string> names(const nlohmann::json& object, const char* key);
std::map<std::string, std::string> name_map(const nlohmann::json& object, const char* key);
double number(const nlohmann::json& object, const char* key);
int integer(const nlohmann::json& object, const char* key);
bool flag(const nlohmann::json& object, const char* key);
/// A frame: [path, line, function, source, kind].
std::optional<Frame> frame(const nlohmann::json& value);
ExceptionChain chain(const nlohmann::json& object, const char* key = "chain");
Interpreter interpreter(const nlohmann::json& value);

}  // namespace testskew::recording
