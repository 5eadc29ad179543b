#include "cli/command_help.hpp"

#include <CLI/CLI.hpp>
#include <map>

#include "util/text.hpp"

namespace testskew::cli {
namespace {

ValueKind kind_of(const OptionHelp& option) {
    if (option.value.empty()) return ValueKind::none;
    if (!option.choices.empty()) return ValueKind::word;
    static const std::map<std::string, ValueKind> kinds = {
        {"FILE", ValueKind::file},  {"FILE|-", ValueKind::file},      {"TARGET", ValueKind::file},
        {"DIR", ValueKind::file},   {"FILE|FOLDER", ValueKind::file}, {"PROFILE", ValueKind::profile},
        {"NAME", ValueKind::other}, {"RUN", ValueKind::run},
    };
    const auto found = kinds.find(option.value);
    return found == kinds.end() ? ValueKind::other : found->second;
}

/// CLI11 has the words of an option in the name of its type: "TEXT:{auto,always,never}".
void read_type(const std::string& type, OptionHelp& option) {
    const auto colon = type.find(':');
    option.value = type.substr(0, colon);
    const auto open = type.find('{'), close = type.rfind('}');
    if (open == std::string::npos || close == std::string::npos || close < open) return;
    for (const auto& word : split(type.substr(open + 1, close - open - 1), ',')) option.choices.emplace_back(word);
    option.value = "WORD";
}

OptionHelp described(const CLI::Option& option) {
    OptionHelp help;
    for (const auto& name : option.get_snames()) help.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) help.names.push_back("--" + name);
    if (option.get_items_expected_max() > 0) read_type(option.get_type_name(), help);
    help.about = option.get_description();
    help.initial = option.get_default_str();
    help.hidden = option.get_group().empty();
    help.required = option.get_required();
    help.several = option.get_items_expected_max() > 1;
    help.kind = kind_of(help);
    return help;
}

/// A footer is "Example:\n  COMMAND\n  COMMAND", and then, after an empty line, what else there is to say.
void read_footer(const std::string& footer, CommandHelp& help) {
    bool examples = false;
    for (const auto& line : split(footer, '\n')) {
        if (line == "Example:") {
            examples = true;
        } else if (line.empty()) {
            examples = false;
        } else if (examples) {
            help.examples.emplace_back(trim(line));
        } else {
            help.notes += (help.notes.empty() ? "" : "\n") + std::string(line);
        }
    }
}

}  // namespace

std::string CommandHelp::word() const { return name.substr(name.rfind(' ') + 1); }

std::vector<std::string> CommandHelp::words() const {
    std::vector<std::string> all = {word()};
    all.insert(all.end(), aliases.begin(), aliases.end());
    return all;
}

CommandHelp described(const CLI::App& app, const std::string& name) {
    CommandHelp help;
    help.name = name;
    help.aliases = app.get_aliases();
    help.about = app.get_description();
    read_footer(app.get_footer(), help);
    for (const CLI::Option* option : app.get_options()) {
        OptionHelp one = described(*option);
        if (one.names.empty()) one.value = option->get_type_name().empty() ? option->get_name() : one.value;
        (one.names.empty() ? help.positionals : help.options).push_back(std::move(one));
    }
    for (const CLI::App* below : app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); }))
        help.commands.push_back(described(*below, name.empty() ? below->get_name() : name + " " + below->get_name()));
    return help;
}

}  // namespace testskew::cli
