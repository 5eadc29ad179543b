// testskew api: tells what is known of a name of the standard library. It runs nothing.
#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "explain/atlas.hpp"
#include "explain/history.hpp"
#include "explain/instead.hpp"
#include "explain/notes.hpp"
#include "report/facts.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

using explain::Atlas;
using explain::History;
using explain::Known;
using Json = nlohmann::ordered_json;

/// The name as the atlas spells it: a builtin may be typed without its module.
std::string found_name(const Atlas& atlas, const std::string& typed) {
    // The documentation of Python names the methods of the event loop in this way.
    static constexpr std::string_view loop = "asyncio.loop.";
    const std::string documented =
        typed.starts_with(loop) ? "asyncio.AbstractEventLoop." + typed.substr(loop.size()) : typed;
    for (const auto& name : {documented, "builtins." + typed}) {
        const History presence = explain::presence(atlas, name);
        if (std::find(presence.begin(), presence.end(), Known::yes) != presence.end()) return name;
    }
    return "";
}

/// The parameters that any version names, in the order in which the newest version has them.
std::vector<std::string> parameters(const Atlas& atlas, const std::string& name) {
    std::vector<std::string> result;
    for (int version = static_cast<int>(atlas.versions().size()) - 1; version >= 0; --version)
        if (const auto entry = atlas.entry(name, version); entry && entry->signature)
            for (const auto& parameter : entry->signature->parameters)
                if (std::find(result.begin(), result.end(), parameter.name) == result.end())
                    result.push_back(parameter.name);
    return result;
}

Json version_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

/// Splits what was typed into a name and its parameter: "shutil.rmtree(onexc=)", "shutil.rmtree onexc" and
/// "shutil.rmtree.onexc" all mean the parameter `onexc`.
struct Asked {
    std::string name, parameter;
};

Asked asked_for(const Atlas& atlas, const std::string& text) {
    const std::string typed(trim(text));
    if (const std::string name = found_name(atlas, typed); !name.empty()) return {name, ""};
    const auto end = typed.find_last_of(".( ");
    if (end == std::string::npos) return {};
    const std::string name = found_name(atlas, std::string(trim(typed.substr(0, end))));
    std::string parameter = typed.substr(end + 1);
    parameter = parameter.substr(0, parameter.find_first_of("=), "));
    const auto known = name.empty() ? std::vector<std::string>{} : parameters(atlas, name);
    if (parameter.empty()) return {typed[end] == '(' ? name : "", ""};  // shutil.rmtree()
    return std::find(known.begin(), known.end(), parameter) == known.end() && !atlas.backport(name, parameter)
               ? Asked{}
               : Asked{name, parameter};
}

/// What to write instead, as a report says it: the table comes before the note.
std::string instead_of(const explain::Note& note) {
    const auto& table = explain::instead_table();
    const auto found = table.find(note.subject);
    return found == table.end() ? note.instead : found->second;
}

std::string note_line(const explain::Note& note) {
    const std::string instead = instead_of(note);
    return fmt::format("  note              since {}{}{}: {}{}\n", note.kind == "package" ? note.package + " " : "",
                       note.since, note.until.empty() ? "" : " and until " + note.until, note.what,
                       instead.empty() ? "" : "; instead: " + instead);
}

Json note_json(const explain::Note& note) {
    return {{"since", note.since},
            {"until", version_or_null(note.until)},
            {"what", note.what},
            {"instead", instead_of(note)}};
}

/// Prints what the notes say about a package or a name in it. Returns false if the notes do not know it.
bool print_package(const Options& options, const std::string& typed) {
    Json document = {{"schema", 1}, {"name", typed}, {"kind", "package"}, {"notes", Json::array()}};
    std::string text = fmt::format("{}   of a package: only these changes of behaviour are known\n", typed);
    for (const auto& note : explain::notes()) {
        if (note.kind != "package" ||
            (note.package != lower(typed) && note.subject != typed && !note.subject.starts_with(typed + ".")))
            continue;
        document["notes"].push_back(note_json(note));
        document["notes"].back()["name"] = note.subject;
        document["notes"].back()["package"] = note.package;
        text += fmt::format("  {}\n  {}", note.subject, note_line(note));
    }
    if (document["notes"].empty()) return false;
    if (!give_json(options, document.dump(2) + "\n")) print(text);
    return true;
}

[[noreturn]] void unknown_name(const Atlas& atlas, const std::string& typed) {
    if (typed.empty()) throw Error("which name? for example: testskew api shutil.rmtree");
    const History presence = explain::presence(atlas, typed);
    const std::string versions =
        fmt::format("Python {} to {}", atlas.minor(0), atlas.minor(static_cast<int>(atlas.versions().size()) - 1));
    std::vector<std::string> near;
    const auto add = [&](const std::string& name) {
        if (!name.empty() && near.size() < 5 && std::find(near.begin(), near.end(), name) == near.end())
            near.push_back(name);
    };
    const std::string last = typed.substr(typed.rfind('.') + 1);
    const auto same = atlas.with_last_part(last);
    for (const bool own : {true, false})  // the module that defines it comes before those that import it
        for (const auto& name : same) {
            const auto entry = atlas.entry(name, static_cast<int>(atlas.versions().size()) - 1);
            if ((entry && entry->name == name) == own) add(name);
        }
    if (near.empty() && typed.find('.') != std::string::npos &&
        std::find(presence.begin(), presence.end(), Known::unknown) != presence.end())
        throw Error(
            fmt::format("of {} nothing is recorded: a private name, one of another platform, or in a module of which "
                        "the contents are not kept ({})",
                        typed, versions));
    if (near.empty()) {  // a part of it may be misspelt: the names with as many parts are candidates
        const auto depth = std::count(typed.begin(), typed.end(), '.');
        std::vector<std::pair<int, std::string>> scored;
        for (auto& name : atlas.names()) {
            if (std::count(name.begin(), name.end(), '.') != depth ||
                std::abs(static_cast<int>(name.size()) - static_cast<int>(typed.size())) > 3)
                continue;
            const int distance = edit_distance(typed, name);
            if (distance * 4 <= static_cast<int>(typed.size())) scored.emplace_back(distance, std::move(name));
        }
        std::sort(scored.begin(), scored.end());
        for (const auto& [distance, name] : scored) add(name);
    }
    throw Error(fmt::format("{} is not known in the standard library of {}{}", typed, versions,
                            near.empty()
                                ? "; packages are compared by `testskew run`, where one is shown to be the cause"
                                : ": did you mean " + join(near, ", ") + "?"));
}

/// Says for each version whether it names the parameter.
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

/// True if no caller can use the name of the parameter. The names of *args, of private and of positional-only
/// parameters change from version to version without breaking anything.
bool nameless(const Atlas& atlas, const std::string& name, const std::string& parameter) {
    if (parameter.starts_with('_')) return true;
    for (int version = 0; version < static_cast<int>(atlas.versions().size()); ++version)
        if (const auto entry = atlas.entry(name, version); entry && entry->signature)
            for (const auto& one : entry->signature->parameters)
                if (one.name == parameter && one.kind != explain::Parameter::Kind::var_positional &&
                    one.kind != explain::Parameter::Kind::positional_only)
                    return false;
    return true;
}

/// The words on the patch releases that have it too: "; there too from the patch releases 3.8.17 and 3.9.17 on". Empty
/// if there are none.
std::string patches(const explain::Backport* backport) {
    return !backport || backport->patches.empty()
               ? ""
               : fmt::format("; there too from the patch releases {} on", join(backport->patches, ", "));
}

Json backported(const explain::Backport* backport) { return backport ? Json(backport->patches) : Json::array(); }

/// Adds the parameters to both forms of the answer. The text names the parameters that only some versions of the
/// function take, and the one that was asked for.
void add_parameters(const Atlas& atlas, const Asked& asked, const History& presence, Json& document,
                    std::string& text) {
    const auto& [name, wanted] = asked;
    auto all = parameters(atlas, name);
    if (!wanted.empty() && std::find(all.begin(), all.end(), wanted) == all.end())
        all.push_back(wanted);  // the function takes it among its **options
    for (const auto& parameter : all) {
        const auto* with_patch = atlas.backport(name, parameter);
        const History taken =
            with_patch ? explain::parameter(atlas, name, parameter) : names_parameter(atlas, name, parameter);
        const std::string since = explain::since(atlas, taken), until = explain::until(atlas, taken);
        const bool from_start = since == explain::since(atlas, presence);
        document["parameters"].push_back({{"name", parameter},
                                          {"since", version_or_null(since)},
                                          {"until", version_or_null(until)},
                                          {"backported", backported(with_patch)}});
        if (parameter != wanted && nameless(atlas, name, parameter)) continue;
        if (parameter == wanted || (!from_start && !since.empty()) ||
            (!until.empty() && until != explain::until(atlas, presence)))
            text += fmt::format("    {:<15} {}\n", parameter, explain::words(atlas, taken) + patches(with_patch));
    }
}

/// Adds the notes on a name, which is defined as `defined`, to both forms of the answer.
void add_notes(const std::string& name, const std::string& defined, Json& document, std::string& text) {
    for (const auto& note : explain::notes()) {
        if (note.subject != name && "builtins." + note.subject != name && note.subject != defined) continue;
        document["notes"].push_back(note_json(note));
        text += note_line(note);
    }
}

}  // namespace

ExitCode api(const Options& options) {
    const Atlas& atlas = Atlas::standard();
    const auto [name, wanted] = asked_for(atlas, options.name);
    if (name.empty()) {
        const std::string typed = report::one_line(printable(trim(options.name)), 120);
        if (!typed.empty() && print_package(options, typed)) return ExitCode::ok;
        unknown_name(atlas, typed);
    }
    const History presence = explain::presence(atlas, name), deprecated = explain::deprecation(atlas, name);
    std::optional<explain::AtlasEntry> newest;
    for (int version = static_cast<int>(atlas.versions().size()) - 1; version >= 0 && !newest; --version)
        newest = atlas.entry(name, version);
    if (!newest) newest.emplace().name = name;  // only the notes know it, such as an attribute that only instances have
    const std::string kind = newest->kind == 'm'   ? "module"
                             : newest->kind == 'c' ? "class"
                             : newest->kind == 'f' ? "function"
                                                   : "name";
    const bool is_deprecated = std::find(deprecated.begin(), deprecated.end(), Known::yes) != deprecated.end();

    Json document = {{"schema", 1},
                     {"name", name},
                     {"kind", kind},
                     {"since", version_or_null(explain::since(atlas, presence))},
                     {"until", version_or_null(explain::until(atlas, presence))},
                     {"backported", backported(atlas.backport(name))},
                     {"platform", newest->platform},
                     {"deprecated", is_deprecated ? Json(explain::words(atlas, deprecated)) : Json(nullptr)},
                     {"defined", newest->name},
                     {"parameters", Json::array()},
                     {"notes", Json::array()},
                     {"versions", atlas.versions()}};
    std::string text =
        fmt::format("{}   {}, {}{}\n", name, kind, explain::words(atlas, presence), patches(atlas.backport(name)));
    if (newest->name != name) text += fmt::format("  the same as       {}\n", newest->name);
    if (is_deprecated) text += fmt::format("  warns             {}\n", explain::words(atlas, deprecated));
    if (newest->platform) text += "  platform          depends on the platform and on how Python was built\n";
    if (newest->signature)
        text += fmt::format("  parameters        {}{}\n",
                            newest->signature->parameters.empty() ? "none" : explain::to_string(*newest->signature),
                            newest->signature->soft ? "   (from its docstring)" : "");
    add_parameters(atlas, {name, wanted}, presence, document, text);
    add_notes(name, newest->name, document, text);
    if (options.verbosity > 0) text += fmt::format("  looked at         Python {}\n", join(atlas.versions(), ", "));
    if (!give_json(options, document.dump(2) + "\n")) print(text);
    return ExitCode::ok;
}

}  // namespace testskew::cli
