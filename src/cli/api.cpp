// testskew api: what is known of a name of the standard library. Runs nothing.
#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "explain/atlas.hpp"
#include "explain/history.hpp"
#include "explain/notes.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

using explain::Atlas;
using explain::History;
using explain::Known;
using Json = nlohmann::ordered_json;

/// `typed` as the atlas has it: a builtin may be given without its module.
std::string found_name(const Atlas& atlas, const std::string& typed) {
    for (const auto& name : {typed, "builtins." + typed}) {
        const History presence = explain::presence(atlas, name);
        if (std::find(presence.begin(), presence.end(), Known::yes) != presence.end()) return name;
    }
    return "";
}

[[noreturn]] void unknown_name(const Atlas& atlas, const std::string& typed) {
    std::vector<std::string> near;
    const auto add = [&](const std::string& name) {
        if (!name.empty() && near.size() < 5 && std::find(near.begin(), near.end(), name) == near.end()) near.push_back(name);
    };
    const std::string last = typed.substr(typed.rfind('.') + 1);
    for (const auto& name : atlas.with_last_part(last)) add(name);
    if (near.empty()) {   // a misspelt part: of the names as deep as this one
        const auto depth = std::count(typed.begin(), typed.end(), '.');
        std::vector<std::pair<int, std::string>> scored;
        for (auto& name : atlas.names()) {
            if (std::count(name.begin(), name.end(), '.') != depth || std::abs(static_cast<int>(name.size()) - static_cast<int>(typed.size())) > 3) continue;
            const int distance = edit_distance(typed, name);
            if (distance * 4 <= static_cast<int>(typed.size())) scored.emplace_back(distance, std::move(name));
        }
        std::sort(scored.begin(), scored.end());
        for (const auto& [distance, name] : scored) add(name);
    }
    throw Error(fmt::format("{} is not known in the standard library of Python {} to {}{}", typed, atlas.minor(0), atlas.minor(static_cast<int>(atlas.versions().size()) - 1),
                            near.empty() ? "" : ": did you mean " + join(near, ", ") + "?"));
}

/// Every parameter that any version names, in the order of the newest.
std::vector<std::string> parameters(const Atlas& atlas, const std::string& name) {
    std::vector<std::string> result;
    for (int version = static_cast<int>(atlas.versions().size()) - 1; version >= 0; --version)
        if (const auto entry = atlas.entry(name, version); entry && entry->signature)
            for (const auto& parameter : entry->signature->parameters)
                if (std::find(result.begin(), result.end(), parameter.name) == result.end()) result.push_back(parameter.name);
    return result;
}

/// Whether a version names the parameter, by position or keyword.
History names_parameter(const Atlas& atlas, const std::string& name, const std::string& parameter) {
    return explain::history(atlas, [&](int version) {
        const auto entry = atlas.entry(name, version);
        if (!entry) return atlas.has(name, version);
        if (!entry->signature) return Known::unknown;
        for (const auto& one : entry->signature->parameters)
            if (one.name == parameter) return Known::yes;
        return entry->signature->soft ? Known::unknown : Known::no;
    });
}

/// "; there too from 3.8.17 and 3.9.17 on", or "".
std::string patches(const explain::Backport* backport) {
    return !backport || backport->patches.empty() ? "" : fmt::format("; there too from the patch releases {} on", join(backport->patches, ", "));
}

Json backported(const explain::Backport* backport) { return backport ? Json(backport->patches) : Json::array(); }

Json version_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

ExitCode api(const Options& options) {
    const Atlas& atlas = Atlas::standard();
    const std::string name = found_name(atlas, options.name);
    if (name.empty()) unknown_name(atlas, options.name);
    const History presence = explain::presence(atlas, name), deprecated = explain::deprecation(atlas, name);
    std::optional<explain::Entry> newest;
    for (int version = static_cast<int>(atlas.versions().size()) - 1; version >= 0 && !newest; --version) newest = atlas.entry(name, version);
    const std::string kind = newest->kind == 'm' ? "module" : newest->kind == 'c' ? "class" : newest->kind == 'f' ? "function" : "name";
    const bool is_deprecated = std::find(deprecated.begin(), deprecated.end(), Known::yes) != deprecated.end();

    Json document = {{"schema", 1}, {"name", name}, {"kind", kind}, {"since", version_or_null(explain::since(atlas, presence))}, {"until", version_or_null(explain::until(atlas, presence))},
                     {"backported", backported(atlas.backport(name))}, {"platform", newest->platform}, {"deprecated", is_deprecated ? Json(explain::words(atlas, deprecated)) : Json(nullptr)},
                     {"defined", newest->name}, {"parameters", Json::array()}, {"notes", Json::array()}, {"versions", atlas.versions()}};
    std::string text = fmt::format("{}   {}, {}{}\n", name, kind, explain::words(atlas, presence), patches(atlas.backport(name)));
    if (newest->name != name) text += fmt::format("  the same as       {}\n", newest->name);
    if (is_deprecated) text += fmt::format("  warns             {}\n", explain::words(atlas, deprecated));
    if (newest->platform) text += "  platform          depends on the platform and on how Python was built\n";
    if (newest->signature) text += fmt::format("  parameters        {}{}\n", explain::to_string(*newest->signature), newest->signature->soft ? "   (from its docstring)" : "");
    for (const auto& parameter : parameters(atlas, name)) {
        const auto* with_patch = atlas.backport(name, parameter);
        const History taken = with_patch ? explain::parameter(atlas, name, parameter) : names_parameter(atlas, name, parameter);
        const std::string since = explain::since(atlas, taken), until = explain::until(atlas, taken);
        const bool from_start = since == explain::since(atlas, presence);
        document["parameters"].push_back({{"name", parameter}, {"since", version_or_null(since)}, {"until", version_or_null(until)}, {"backported", backported(with_patch)}});
        if ((!from_start && !since.empty()) || (!until.empty() && until != explain::until(atlas, presence)))
            text += fmt::format("    {:<15} {}\n", parameter, explain::words(atlas, taken) + patches(with_patch));
    }
    for (const auto& note : explain::notes()) {
        if (note.subject != name && "builtins." + note.subject != name && note.subject != newest->name) continue;
        document["notes"].push_back({{"since", note.since}, {"until", version_or_null(note.until)}, {"what", note.what}, {"instead", note.instead}});
        text += fmt::format("  note              since {}{}: {}{}\n", note.since, note.until.empty() ? "" : " and until " + note.until, note.what, note.instead.empty() ? "" : "; instead: " + note.instead);
    }
    if (options.verbosity > 0) text += fmt::format("  looked at         Python {}\n", join(atlas.versions(), ", "));
    print(options.json ? document.dump(2) + "\n" : text);
    return ExitCode::ok;
}

}  // namespace testskew::cli
