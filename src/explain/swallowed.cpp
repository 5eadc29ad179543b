#include "explain/swallowed.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

namespace testskew::explain {
namespace {

/// The quoted text that comes after `before`; "" if the message has none.
std::string quoted_after(const std::string& message, std::string_view before) {
    auto begin = message.find(before);
    if (begin == std::string::npos) return "";
    begin += before.size();
    if (begin >= message.size() || message[begin] != '\'') return "";
    const auto end = message.find('\'', begin + 1);
    return end == std::string::npos ? "" : message.substr(begin + 1, end - begin - 1);
}

std::string last_name(const std::string& name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

std::optional<Subject> subject_of_message(const std::string& type, const std::string& message) {
    const auto subject = [](const std::string& name, const std::string& member) {
        Subject result;
        result.name = name, result.member = member, result.kind = "l";
        return result;
    };
    const std::string kind = last_name(type);
    if (kind == "ModuleNotFoundError") {
        const std::string module = quoted_after(message, "No module named ");
        if (!module.empty()) return subject(module, "module");
    } else if (kind == "ImportError") {
        const std::string name = quoted_after(message, "cannot import name "), module = quoted_after(message, " from ");
        if (!name.empty() && !module.empty()) return subject(module, "attribute " + name);
    } else if (kind == "AttributeError") {
        const std::string module = quoted_after(message, "module "), name = quoted_after(message, "has no attribute ");
        if (message.starts_with("module ") && !module.empty() && !name.empty())
            return subject(module, "attribute " + name);
    }
    return std::nullopt;
}

ExceptionChain chain_of(const Swallowed& swallowed) {
    ExceptionChain chain = swallowed.chain;
    if (chain.empty()) {
        ExceptionRecord only;
        only.type = swallowed.type, only.message = swallowed.message;
        if (swallowed.raised_at) only.frames.push_back(*swallowed.raised_at);
        chain.push_back(std::move(only));
    }
    for (ExceptionRecord& exception : chain)
        if (!exception.subject) exception.subject = subject_of_message(exception.type, exception.message);
    return chain;
}

std::string swallowing_place(const Swallowed& swallowed) {
    const auto& at = swallowed.handled_at && swallowed.handled_at->project ? swallowed.handled_at : swallowed.raised_at;
    return at ? fmt::format("{}:{}", at->path, at->line) : swallowed.by;
}

bool is_foreseen(const Swallowed& swallowed) {
    if (!swallowed.handled_at) return false;
    const std::string& source = swallowed.handled_at->source;
    if (!source.starts_with("except") && source.find("suppress(") == std::string::npos) return false;
    std::string kind = last_name(swallowed.type);
    if (kind == "ModuleNotFoundError" && source.find(kind) == std::string::npos) kind = "ImportError";
    return source.find(kind) != std::string::npos;
}

}  // namespace testskew::explain
