#include "recording/values.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "util/json_members.hpp"

namespace testskew::recording {
namespace {

constexpr std::size_t frame_cap = 400;
constexpr std::size_t chain_cap = 50;

std::string text_of(const Value& value) {
    const auto* text = value.if_string();
    return text ? members::capped(std::string_view(text->data(), text->size())) : std::string();
}

/// A number of any kind; nullopt if it is none.
std::optional<double> number_of(const Value& value) {
    if (const auto* whole = value.if_int64()) return static_cast<double>(*whole);
    if (const auto* large = value.if_uint64()) return static_cast<double>(*large);
    if (const auto* real = value.if_double()) return *real;
    return std::nullopt;
}

ExceptionRecord exception(const Value& item) {
    ExceptionRecord result;
    result.type = text(item, "type");
    result.message = text(item, "message");
    result.link = text(item, "link");
    result.cut = flag(item, "cut");
    if (const Value* subject = find(item, "subject"); subject && subject->is_object())
        result.subject = Subject{text(*subject, "name"), text(*subject, "member"), text(*subject, "expression"),
                                 text(*subject, "kind")};
    const Value* frames = find(item, "frames");
    if (!frames || !frames->is_array()) return result;
    result.frames.reserve(std::min(frames->get_array().size(), frame_cap));
    for (const auto& entry : frames->get_array()) {
        if (result.frames.size() == frame_cap) {
            result.cut = true;
            break;
        }
        if (auto read = frame(entry)) result.frames.push_back(std::move(*read));
    }
    return result;
}

}  // namespace

const Value* find(const Value& object, const char* key) {
    const auto* found = object.if_object();
    return found ? found->if_contains(key) : nullptr;
}

const Value* item(const Value& list, std::size_t at) {
    const auto* found = list.if_array();
    return found ? found->if_contains(at) : nullptr;
}

bool is_whole(const Value& value) { return value.is_int64() || value.is_uint64(); }

std::string text(const Value& object, const char* key) {
    const Value* value = find(object, key);
    return value ? text_of(*value) : std::string();
}

std::vector<std::string> names(const Value& object, const char* key) {
    std::vector<std::string> result;
    const Value* value = find(object, key);
    if (!value || !value->is_array()) return result;
    result.reserve(value->get_array().size());
    for (const Value& one : value->get_array())
        if (one.is_string()) result.push_back(text_of(one));
    return result;
}

std::map<std::string, std::string> name_map(const Value& object, const char* key) {
    std::map<std::string, std::string> result;
    const Value* value = find(object, key);
    if (!value || !value->is_object()) return result;
    for (const auto& [name, content] : value->get_object()) {
        if (content.is_string())
            result[std::string(name)] = text_of(content);
        else if (content.is_number() || content.is_bool())
            result[std::string(name)] = written(content);
    }
    return result;
}

double number(const Value& object, const char* key) {
    const Value* value = find(object, key);
    const double result = value ? number_of(*value).value_or(0) : 0;
    return std::isfinite(result) ? result : 0;
}

int integer(const Value& object, const char* key) {
    const Value* value = find(object, key);
    return value ? integer_of(*value) : 0;
}

int integer_of(const Value& value) {
    const double number = number_of(value).value_or(0);
    return std::isfinite(number) && std::abs(number) < 2e9 ? static_cast<int>(number) : 0;
}

bool flag(const Value& object, const char* key) {
    const Value* value = find(object, key);
    return value && value->is_bool() && value->get_bool();
}

std::string written(const Value& value) {
    const auto same = nlohmann::json::parse(boost::json::serialize(value), nullptr, false);
    if (same.is_discarded()) return "null";  // a number that is too large for both
    return same.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<Frame> frame(const Value& value) {
    const Value* function = item(value, 2);
    if (!function) return std::nullopt;
    Frame result;
    result.path = text_of(*item(value, 0));
    result.line = integer_of(*item(value, 1));
    result.function = text_of(*function);
    if (const Value* source = item(value, 3)) result.source = text_of(*source);
    if (const Value* kind = item(value, 4)) result.project = text_of(*kind) == "p";
    return result;
}

ExceptionChain chain(const Value& object, const char* key) {
    ExceptionChain result;
    const Value* value = find(object, key);
    if (!value || !value->is_array()) return result;
    for (const auto& one : value->get_array()) {
        if (!one.is_object()) continue;
        if (result.size() == chain_cap) {
            result.back().cut = true;
            break;
        }
        result.push_back(exception(one));
    }
    return result;
}

Interpreter interpreter(const Value& value) {
    nlohmann::json known = Interpreter();
    for (auto& [key, content] : known.items()) {
        if (content.is_string())
            content = text(value, key.c_str());
        else if (content.is_number())
            content = integer(value, key.c_str());
        else if (content.is_boolean())
            content = flag(value, key.c_str());
        else
            content = name_map(value, key.c_str());
    }
    return known.get<Interpreter>();
}

}  // namespace testskew::recording
