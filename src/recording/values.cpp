#include "recording/values.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "util/redact.hpp"

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

std::string capped(std::string value) {
    if (value.size() > text_cap) {
        std::size_t end = text_cap;
        while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;  // not within a character
        value.resize(end);
    }
    return value;
}

/// Source lines come again and again, and looking for secrets in them costs more than all else: what was nothing to
/// hide is remembered. The report looks once more, so a secret that is known only later is still found.
std::string redacted_source(std::string source) {
    thread_local std::unordered_set<std::string> harmless;
    if (source.size() < 3 || harmless.count(source)) return source;
    std::string without = redact(source);
    if (without == source) {
        if (harmless.size() > 20000) harmless.clear();
        harmless.insert(source);
    }
    return without;
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

std::string name(const json& object, const char* key) {
    const json* value = member(object, key);
    return value ? capped(string_of(*value)) : std::string();
}

std::string text(const json& object, const char* key) {
    const json* value = member(object, key);
    return value && value->is_string() ? redact(capped(string_of(*value))) : std::string();
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
            result[item] = redact(capped(string_of(content)));
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
    if (value.size() > 3) result.source = redacted_source(capped(string_of(value[3])));
    if (value.size() > 4) result.project = string_of(value[4]) == "p";
    return result;
}

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
        ExceptionRecord exception;
        exception.type = name(item, "type");
        exception.message = text(item, "message");
        exception.link = name(item, "link");
        exception.cut = flag(item, "cut");
        if (const json* subject = member(item, "subject"); subject && subject->is_object())
            exception.subject = Subject{name(*subject, "name"), name(*subject, "member"), text(*subject, "expression"),
                                        name(*subject, "kind")};
        const json* frames = member(item, "frames");
        if (frames && frames->is_array()) {
            exception.frames.reserve(std::min(frames->size(), frame_cap));
            for (const auto& entry : *frames) {
                if (exception.frames.size() == frame_cap) {
                    exception.cut = true;
                    break;
                }
                if (auto read = frame(entry)) exception.frames.push_back(std::move(*read));
            }
        }
        result.push_back(std::move(exception));
    }
    return result;
}

Interpreter interpreter(const json& value) {
    Interpreter result;
    result.executable = name(value, "executable");
    result.version = name(value, "version");
    result.major = integer(value, "major");
    result.minor = integer(value, "minor");
    result.micro = integer(value, "micro");
    result.implementation = name(value, "implementation");
    result.build = name(value, "build");
    result.cache_tag = name(value, "cache_tag");
    result.soabi = name(value, "soabi");
    result.platform = name(value, "platform");
    result.libc = name(value, "libc");
    result.free_threaded = flag(value, "free_threaded");
    result.debug = flag(value, "debug");
    result.seeds = name_map(value, "seeds");
    return result;
}

}  // namespace testskew::recording
