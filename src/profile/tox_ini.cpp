// tox.ini, the [tox:tox] form of setup.cfg, and legacy_tox_ini.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "profile/ini.hpp"
#include "profile/tox_environment.hpp"
#include "util/error.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

constexpr size_t most_names = 2'000;  // tox makes a name of each combination, and so would we

/// The words that stand for one "{...}": {310,311}, or {3-5}.
std::vector<std::string> choices_of(const std::string& inside) {
    std::vector<std::string> result;
    for (const auto& choice : split(inside, ',')) {
        const std::string word(trim(choice));
        const size_t dash = word.find('-');
        const auto number = [](const std::string& digits) {
            return !digits.empty() && digits.size() < 6 && digits.find_first_not_of("0123456789") == std::string::npos;
        };
        if (dash == std::string::npos || !number(word.substr(0, dash)) || !number(word.substr(dash + 1))) {
            result.push_back(word);
            continue;
        }
        const int first = std::stoi(word.substr(0, dash)), last = std::stoi(word.substr(dash + 1));
        for (int i = first; i <= std::min(last, first + 100); ++i) result.push_back(std::to_string(i));
    }
    return result;
}

/// "py{310,311}-{a,b}" as the names that it means. Throws Error (usage) if they are too many.
std::vector<std::string> expanded(const std::string& text) {
    std::vector<std::string> result = {""};
    const auto append = [&](const std::string& end) {
        for (auto& name : result) name += end;
    };
    for (size_t at = 0; at < text.size();) {
        const size_t open = text.find('{', at), close = open == std::string::npos ? open : text.find('}', open);
        if (close == std::string::npos) {
            append(text.substr(at));
            break;
        }
        append(text.substr(at, open - at));
        const auto choices = choices_of(text.substr(open + 1, close - open - 1));
        if (result.size() * choices.size() > most_names)
            throw Error(fmt::format("a list of tox that means more than {} environments is not read", most_names));
        std::vector<std::string> more;
        for (const auto& start : result)
            for (const auto& choice : choices) more.push_back(start + choice);
        result = std::move(more);
        at = close + 1;
    }
    return result;
}

/// The parts of a list that commas and white space separate, but not inside of braces.
std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (const char c : text) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0 && (c == ',' || c == ' ' || c == '\n' || c == '\t'))
            parts.emplace_back();
        else
            parts.back() += c;
    }
    std::erase(parts, "");
    return parts;
}

/// Whether the factors of an environment fulfil a condition: "py311-django, !windows".
bool fulfils(const std::set<std::string>& factors, const std::string& condition) {
    for (const auto& choice : listed(condition))
        for (const auto& all : expanded(choice)) {
            const auto parts = split(all, '-');
            if (std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
                    return part.starts_with('!') ? !factors.count(part.substr(1)) : factors.count(part) != 0;
                }))
                return true;
        }
    return false;
}

/// The place of the ":" of a line that holds only for some factors; npos for every other line.
size_t condition_end(const std::string& line) {
    const size_t colon = line.find_first_of(":=");
    if (colon == std::string::npos || line[colon] != ':') return std::string::npos;
    if (colon + 1 < line.size() && line[colon + 1] != ' ' && line[colon + 1] != '\t') return std::string::npos;
    const bool factors = std::all_of(line.begin(), line.begin() + static_cast<long>(colon), [](unsigned char c) {
        return std::isalnum(c) || std::string_view("_.,-{}! ").find(static_cast<char>(c)) != std::string_view::npos;
    });
    return factors ? colon : std::string::npos;
}

/// The lines with those joined that end in a backslash.
std::vector<std::string> continued(const std::vector<std::string>& lines) {
    std::vector<std::string> result;
    bool more = false;
    for (const auto& line : lines) {
        const bool ends = line.ends_with('\\');
        const std::string text(trim(std::string_view(line).substr(0, line.size() - (ends ? 1 : 0))));
        if (more)
            result.back() += " " + text;
        else
            result.push_back(text);
        more = ends;
    }
    return result;
}

/// A text whose substitutions are made, so that what is left of them is not looked at again.
std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) result += c == '{' || c == '}' ? std::string{'\\', c} : std::string(1, c);
    return result;
}

class ToxIni : public ToxConfiguration {
public:
    ToxIni(const std::string& text, std::string file)
        : ini_(text), file_(std::move(file)), main_(file_ == "setup.cfg" ? "tox:tox" : "tox") {}

    std::string file() const override { return file_; }

    std::vector<std::string> run_by_default() const override {
        auto result = listed_names();
        return result.empty() ? std::vector<std::string>{"py"} : result;
    }

    std::vector<std::string> names() const override {
        std::vector<std::string> result = listed_names();
        for (const auto& section : ini_.sections())
            if (section.starts_with("testenv:")) add_expanded(section.substr(8), result);
        return result;
    }

    ToxEnvironment environment(const std::string& name, const ToxAsk& ask) const override {
        ToxEnvironment result;
        result.name = name;
        result.file = file_;
        const auto parts = split(name, '-');
        std::set<std::pair<std::string, std::string>> open;
        const Asked asked{name, {parts.begin(), parts.end()}, sections_of(name), ask, &open};
        const auto single = [&](std::initializer_list<const char*> keys) {
            return join(lines(asked, keys, result), " ");
        };
        result.base_python = single({"basepython", "base_python"});
        result.deps = lines(asked, {"deps"}, result);
        for (const auto& line : lines(asked, {"extras"}, result))
            for (const auto& extra : listed(line)) result.extras.push_back(extra);
        for (const auto& line : lines(asked, {"dependency_groups"}, result))
            for (const auto& group : listed(line)) result.groups.push_back(group);
        for (const auto& line : lines(asked, {"passenv", "pass_env"}, result))
            for (const auto& pattern : listed(line)) result.pass_env.push_back(pattern);
        for (const auto& line : lines(asked, {"setenv", "set_env"}, result, "{testskew.project}")) {
            const size_t equals = line.find('=');
            if (equals == std::string::npos)
                result.not_understood.push_back("set_env: " + line);
            else
                result.set_env.emplace_back(trim(line.substr(0, equals)), trim(line.substr(equals + 1)));
        }
        for (const auto& command : lines(asked, {"commands"}, result, ask.root))
            result.commands.push_back(shell_words(command));
        for (const auto& command : lines(asked, {"commands_pre"}, result, ask.root))
            result.commands_pre.push_back(shell_words(command));
        result.change_dir = single({"changedir", "change_dir"});
        const auto yes = [&](const std::string& value) { return lower(value) == "true" || value == "1"; };
        const std::string package = single({"package"}), skip = join(ini_.values(main_, "skipsdist"), ""),
                          none = join(ini_.values(main_, "no_package"), "");
        result.editable = package.starts_with("editable") || yes(single({"usedevelop", "use_develop"}));
        result.installs_project = !yes(single({"skip_install"})) && package != "skip" &&
                                  ((!yes(skip) && !yes(none)) || yes(single({"usedevelop", "use_develop"})));
        result.from_lock = single({"runner"}).find("lock") != std::string::npos;
        for (const char* key : {"commands_pre", "commands_post", "install_command", "constraints"})
            if (const auto value = single({key}); !value.empty())
                result.not_understood.push_back(std::string(key) + " = " + value);
        return result;
    }

private:
    struct Asked {
        std::string name;
        std::set<std::string> factors;
        std::vector<std::string> sections;  ///< where the keys of the environment stand, its own first
        ToxAsk ask;
        std::set<std::pair<std::string, std::string>>* open;  ///< the sections and keys that are being filled in
    };

    /// What a generative list means: "py{311,312}-a" gives two names.
    static void add_expanded(const std::string& text, std::vector<std::string>& result) {
        for (const auto& part : listed(text))
            for (const auto& name : expanded(part)) {
                if (result.size() > most_names)
                    throw Error(fmt::format("a tox with more than {} environments is not read", most_names));
                append_once(result, name);
            }
    }

    std::vector<std::string> listed_names() const {
        std::vector<std::string> result;
        for (const char* key : {"envlist", "env_list"})
            for (const auto& line : ini_.values(main_, key)) add_expanded(line, result);
        return result;
    }

    std::vector<std::string> sections_of(const std::string& name) const {
        std::vector<std::string> result;
        for (const auto& section : ini_.sections())
            if (section.starts_with("testenv:")) {
                const auto meant = listed(section.substr(8));
                for (const auto& part : meant)
                    for (const auto& one : expanded(part))
                        if (one == name) result.push_back(section);
            }
        std::string base = "testenv";
        if (!result.empty())
            if (const auto named = ini_.values(result.front(), "base"); !named.empty()) base = named.front();
        for (const auto& one : listed(base)) result.push_back(one);
        return result;
    }

    /// The lines of a key that hold for the environment, with their substitutions made.
    std::vector<std::string> lines(const Asked& asked, std::initializer_list<const char*> keys, ToxEnvironment& result,
                                   const std::string& project = ".") const {
        for (const auto& section : asked.sections)
            for (const char* key : keys) {
                if (!ini_.has(section, key)) continue;
                return filled(asked, {section, key}, result, project);
            }
        return {};
    }

    /// The lines of the value of a section and a key. One that is being filled in already names itself, and is unknown
    /// there.
    std::vector<std::string> filled(const Asked& asked, const std::pair<std::string, std::string>& place,
                                    ToxEnvironment& result, const std::string& project) const {
        std::vector<std::string> lines, unknown;
        asked.open->insert(place);
        ToxReplacer replace{
            asked.name,
            [&](const std::string& section, const std::string& name) -> std::optional<std::string> {
                const auto sections = section.empty() ? asked.sections : std::vector{section};
                for (const auto& one : sections)
                    if (ini_.has(one, name) && asked.open->size() < 10 && !asked.open->count({one, name}))
                        return escaped(join(filled(asked, {one, name}, result, project), "\n"));
                return std::nullopt;
            },
            project, asked.ask, &budget_};
        // A condition holds for its own line, even for one that goes on in the next.
        std::vector<std::string> held;
        for (std::string line : ini_.values(place.first, place.second)) {
            if (const size_t colon = condition_end(line); colon != std::string::npos) {
                if (!fulfils(asked.factors, line.substr(0, colon))) continue;
                line = trim(line.substr(colon + 1));
            }
            if (line == "[]" || line.ends_with(" []")) line.replace(line.size() - 2, 2, "{posargs}");
            held.push_back(line);
        }
        for (const std::string& line : continued(held)) {
            for (const auto& part : split(replace(line, unknown), '\n'))
                if (!trim(part).empty()) lines.emplace_back(trim(part));
        }
        for (const auto& text : unknown) result.not_understood.push_back(text + " in " + place.second);
        asked.open->erase(place);
        return lines;
    }

    Ini ini_;
    std::string file_, main_;
    mutable TextBudget budget_{60'000, 8'000'000};  ///< of what the keys name, for all environments together
};

}  // namespace

std::unique_ptr<ToxConfiguration> tox_ini(const std::string& text, const std::string& file) {
    return std::make_unique<ToxIni>(text, file);
}

}  // namespace testskew::profile
