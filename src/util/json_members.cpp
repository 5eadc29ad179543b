#include "util/json_members.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

using nlohmann::json;

namespace testskew::members {
namespace {

constexpr std::size_t text_cap = 64 << 10;

}  // namespace

std::string capped(std::string_view text) {
    std::size_t end = std::min(text.size(), text_cap);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end));
}

const json* find(const json& object, const char* key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

std::string text_of(const json& value) {
    return value.is_string() ? capped(value.get_ref<const std::string&>()) : std::string();
}

int integer_of(const json& value) {
    if (!value.is_number()) return 0;
    const double number = value.get<double>();
    return std::isfinite(number) && std::abs(number) < 2e9 ? static_cast<int>(number) : 0;
}

std::string text(const json& object, const char* key) {
    const json* value = find(object, key);
    return value ? text_of(*value) : std::string();
}

std::vector<std::string> names(const json& object, const char* key) {
    std::vector<std::string> result;
    const json* value = find(object, key);
    if (!value || !value->is_array()) return result;
    result.reserve(value->size());
    for (const auto& item : *value)
        if (item.is_string()) result.push_back(text_of(item));
    return result;
}

std::map<std::string, std::string> name_map(const json& object, const char* key) {
    std::map<std::string, std::string> result;
    const json* value = find(object, key);
    if (!value || !value->is_object()) return result;
    for (const auto& [item, content] : value->items()) {
        if (content.is_string())
            result[item] = text_of(content);
        else if (content.is_number() || content.is_boolean())
            result[item] = content.dump();
    }
    return result;
}

double number(const json& object, const char* key) {
    const json* value = find(object, key);
    const double result = value && value->is_number() ? value->get<double>() : 0;
    return std::isfinite(result) ? result : 0;
}

int integer(const json& object, const char* key) {
    const json* value = find(object, key);
    return value ? integer_of(*value) : 0;
}

bool flag(const json& object, const char* key) {
    const json* value = find(object, key);
    return value && value->is_boolean() && value->get<bool>();
}

}  // namespace testskew::members
