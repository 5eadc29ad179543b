#include "recording/values.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "model/json.hpp"

using nlohmann::json;

namespace testskew::recording {
namespace {

constexpr std::size_t frame_cap = 400;
constexpr std::size_t chain_cap = 50;

}  // namespace

std::optional<Frame> frame(const json& value) {
    if (!value.is_array() || value.size() < 3) return std::nullopt;
    Frame result;
    result.path = members::text_of(value[0]);
    result.line = members::integer_of(value[1]);
    result.function = members::text_of(value[2]);
    if (value.size() > 3) result.source = members::text_of(value[3]);
    if (value.size() > 4) result.project = members::text_of(value[4]) == "p";
    return result;
}

namespace {

ExceptionRecord exception(const json& item) {
    ExceptionRecord result;
    result.type = text(item, "type");
    result.message = text(item, "message");
    result.link = text(item, "link");
    result.cut = flag(item, "cut");
    if (const json* subject = members::find(item, "subject"); subject && subject->is_object())
        result.subject = Subject{text(*subject, "name"), text(*subject, "member"), text(*subject, "expression"),
                                 text(*subject, "kind")};
    const json* frames = members::find(item, "frames");
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
    const json* value = members::find(object, key);
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
