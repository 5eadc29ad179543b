#include "cli/manual.hpp"

#include <fmt/core.h>

#include "util/text.hpp"

namespace testskew::cli {
namespace {

/// Text for roff: a backslash, a minus that must stay one, and a line that would be a request.
std::string roff(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const bool line_start = out.empty() || out.back() == '\n';
        if (line_start && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out;
}

std::string bold(const std::string& text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + roff(text) + "\\fR"; }

std::string positional(const OptionHelp& one) {
    const std::string name = italic(one.value) + (one.several ? " ..." : "");
    return one.required ? name : "[" + name + "]";
}

void add_option(const OptionHelp& option, std::string& page) {
    if (option.hidden) return;
    std::vector<std::string> names;
    for (const auto& name : option.names) names.push_back(bold(name));
    page += ".TP\n" + (names.empty() ? italic(option.value) : join(names, ", "));
    if (!names.empty() && !option.value.empty())
        page += " " + italic(option.choices.empty() ? option.value : join(option.choices, "|"));
    page += "\n" + roff(option.about);
    if (!option.initial.empty()) page += roff(" (default: " + option.initial + ")");
    page += "\n";
}

void add_examples(const CommandHelp& command, std::string& page) {
    if (command.examples.empty()) return;
    page += ".PP\n.nf\n.RS 4\n";
    for (const auto& line : command.examples) page += roff(line) + "\n";
    page += ".RE\n.fi\n";
}

void add_command(const CommandHelp& command, std::string& page) {
    if (command.commands.empty()) {
        page += ".SS " + roff("testskew " + command.name) + "\n.B testskew " + roff(command.name) + "\n[options]";
        for (const auto& one : command.positionals) page += " " + positional(one);
        page += "\n.PP\n" + roff(command.about) + ".\n";
        for (const auto& one : command.positionals) add_option(one, page);
        for (const auto& one : command.options) add_option(one, page);
        add_examples(command, page);
    }
    for (const auto& below : command.commands) add_command(below, page);
}

}  // namespace

std::string manual_page(const CommandHelp& program, const std::string& version) {
    std::string page = fmt::format(
        ".TH TESTSKEW 1 \"\" \"testskew {}\" \"User Commands\"\n"
        ".SH NAME\ntestskew \\- prove by experiment why a test fails in CI and passes here\n"
        ".SH SYNOPSIS\n.B testskew\n.I command\n[options]\n.SH DESCRIPTION\n{}\n",
        roff(version), roff(program.about));
    add_examples(program, page);
    page += ".SH COMMANDS\n";
    for (const auto& command : program.commands) add_command(command, page);
    page += ".SH NOTES\n" + roff(program.notes) + "\n";
    page +=
        ".SH FILES\n.TP\n.I testskew.toml\nThe profiles of the project.\n"
        ".TP\n.I .testskew/\nRuns with their recordings and reports. Nothing else in the project is written.\n";
    return page;
}

}  // namespace testskew::cli
