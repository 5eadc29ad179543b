#include "recording/values.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "model/json.hpp"

using nlohmann::json;

namespace testskew::recording {
namespace {

constexpr std::size_t text_cap = 64 << 10;
constexpr std::size_t frame_cap = 400;
constexpr std::size_t chain_cap = 50;

const json* member(const json& object, const char* key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

/// The first text_cap bytes of a text, or fewer, so that no character is cut in two.
std::string capped(std::string value) {
    if (value.size() > text_cap) {
        std::size_t end = text_cap;
        while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
        value.resize(end);
    }
    return value;
}

const std::string& string_of(const json& value) {
    static const std::string none;
    return value.is_string() ? value.get_ref<const std::string&>() : none;
}

int to_int(const json& value) {
    if (!value.is_number()) return 0;
    const double number = value.get<double>();
    return std::isfinite(number) && std::abs(number) < 2e9 ? static_cast<int>(number) : 0;
}

}  // namespace

std::string text(const json& object, const char* key) {
    const json* value = member(object, key);
    return value ? capped(string_of(*value)) : std::string();
}

std::vector<std::string> names(const json& object, const char* key) {
    std::vector<std::string> result;
    const json* value = member(object, key);
    if (!value || !value->is_array()) return result;
    result.reserve(value->size());
    for (const auto& item : *value)
        if (item.is_string()) result.push_back(capped(string_of(item)));
    return result;
}

std::map<std::string, std::string> name_map(const json& object, const char* key) {
    std::map<std::string, std::string> result;
    const json* value = member(object, key);
    if (!value || !value->is_object()) return result;
    for (const auto& [item, content] : value->items()) {
        if (content.is_string())
            result[item] = capped(string_of(content));
        else if (content.is_number() || content.is_boolean())
            result[item] = content.dump();
    }
    return result;
}

double number(const json& object, const char* key) {
    const json* value = member(object, key);
    const double result = value && value->is_number() ? value->get<double>() : 0;
    return std::isfinite(result) ? result : 0;
}

int integer(const json& object, const char* key) {
    const json* value = member(object, key);
    return value ? to_int(*value) : 0;
}

bool flag(const json& object, const char* key) {
    const json* value = member(object, key);
    return value && value->is_boolean() && value->get<bool>();
}

std::optional<Frame> frame(const json& value) {
    if (!value.is_array() || value.size() < 3) return std::nullopt;
    Frame result;
    result.path = capped(string_of(value[0]));
    result.line = to_int(value[1]);
    result.function = capped(string_of(value[2]));
    if (value.size() > 3) result.source = capped(string_of(value[3]));
    if (value.size() > 4) result.project = string_of(value[4]) == "p";
    return result;
}

namespace {

ExceptionRecord exception(const json& item) {
    ExceptionRecord result;
    result.type = text(item, "type");
    result.message = text(item, "message");
    result.link = text(item, "link");
    result.cut = flag(item, "cut");
    if (const json* subject = member(item, "subject"); subject && subject->is_object())
        result.subject = Subject{text(*subject, "name"), text(*subject, "member"), text(*subject, "expression"),
                                 text(*subject, "kind")};
    const json* frames = member(item, "frames");
    if (!frames || !frames->is_array()) return result;
    result.frames.reserve(std::min(frames->size(), frame_cap));
    for (const auto& entry : *frames) {
        if (result.frames.size() == frame_cap) {
            result.cut = true;
            break;
        }
        if (auto read = frame(entry)) result.frames.push_back(std::move(*read));
    }
    return result;
}

}  // namespace

ExceptionChain chain(const json& object, const char* key) {
    ExceptionChain result;
    const json* value = member(object, key);
    if (!value || !value->is_array()) return result;
    for (const auto& item : *value) {
        if (!item.is_object()) continue;
        if (result.size() == chain_cap) {
            result.back().cut = true;
            break;
        }
        result.push_back(exception(item));
    }
    return result;
}

Interpreter interpreter(const json& value) {
    json known = Interpreter();
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
