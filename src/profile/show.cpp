#include "profile/show.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "profile/resolve.hpp"
#include "profile/toml_write.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

std::string list_text(const std::vector<std::string>& items, bool quote) {
    std::vector<std::string> parts;
    for (const auto& item : items) parts.push_back(quote ? toml_string(item) : item);
    return "[" + join(parts, ", ") + "]";
}

std::string value_text(const std::string& name, const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* number = std::get_if<long>(&value)) return *number < 0 ? "\"unlimited\"" : std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return toml_string(*text);
    if (const auto* items = std::get_if<std::vector<std::string>>(&value))
        return list_text(*items, name != "host.terminal");
    std::vector<std::string> lists;
    for (const auto& words : std::get<std::vector<std::vector<std::string>>>(value))
        lists.push_back(list_text(words, true));
    return list_text(lists, false);
}

/// Collects lines. Their comments begin in the same column if the lines are short enough.
class Text {
public:
    void line(const std::string& left, const std::string& comment) {
        text_ += fmt::format("{:<44}  # {}\n", left, comment);
    }
    void plain(const std::string& text) { text_ += text + "\n"; }
    std::string text_;
};

/// What a key means if a profile does not set it; "" for a key without a default that could be shown.
struct Default {
    const char *name, *value;
};
constexpr Default defaults[] = {
    {"python", ""},         {"installed", "false"},       {"requirements", ""},      {"lock", ""},
    {"as_of", ""},          {"seed", "\"venv\""},         {"files", "\"worktree\""}, {"targets", "[]"},
    {"pytest", "[]"},       {"invocation", "\"pytest\""}, {"setup", "[]"},           {"inherit", "[]"},
    {"exclusive", "false"}, {"home", "\"private\""}};

/// Adds the table of all keys that begin with `prefix`; nothing if there are none.
void table(Text& out, const SettingMap& keys, const std::string& prefix, const std::string& title) {
    bool first = true;
    for (const auto& [name, setting] : keys) {
        if (!name.starts_with(prefix) || (prefix == "host." && name.starts_with("host.limits."))) continue;
        if (first) out.plain("\n[" + title + "]");
        first = false;
        out.line(toml_key(name.substr(prefix.size())) + " = " + value_text(name, setting.value),
                 printable(setting.place));
    }
}

}  // namespace

std::string show(const Project& project, const std::string& name, const std::filesystem::path& from) {
    const Settings settings = resolve(project, asked_settings(project, name, from));
    Text out;
    out.plain(fmt::format("# profile {}, {}{}", settings.name,
                          settings.origin == "command line" || settings.origin == "built in" ? "" : "from ",
                          settings.origin));
    if (!settings.description.empty()) out.plain("description = " + toml_string(settings.description));
    for (const auto& note : settings.notes) out.plain("# " + printable(note));
    for (const auto& [name_of_key, value] : defaults) {
        const auto found = settings.keys.find(name_of_key);
        if (found != settings.keys.end())
            out.line(std::string(name_of_key) + " = " + value_text(name_of_key, found->second.value),
                     printable(found->second.place));
        else if (*value)
            out.line(fmt::format("# {} = {}", name_of_key, value), "default");
    }
    if (!settings.keys.count("requirements") && !settings.keys.count("lock"))
        out.plain("# requirements: what the project itself declares");
    table(out, settings.keys, "environ.", "environ");
    table(out, settings.keys, "host.", "host");
    table(out, settings.keys, "host.limits.", "host.limits");
    table(out, settings.keys, "git.", "git");
    return std::move(out.text_);
}

}  // namespace testskew::profile
