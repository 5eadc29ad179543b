#include "cli/command_help.hpp"

#include <algorithm>

#include "catch.hpp"

using namespace testskew::cli;

namespace {

const CommandHelp& command(const CommandHelp& program, const std::string& name) {
    for (const auto& one : program.commands) {
        if (one.name == name) return one;
        for (const auto& below : one.commands)
            if (below.name == name) return below;
    }
    throw std::runtime_error("there is no command " + name);
}

const OptionHelp& option(const CommandHelp& of, const std::string& name) {
    for (const auto& one : of.options)
        if (std::count(one.names.begin(), one.names.end(), name)) return one;
    throw std::runtime_error("there is no option " + name);
}

}  // namespace

TEST_CASE("options are read from the definitions of the command line") {
    const CommandHelp program = command_help();
    const CommandHelp& run = command(program, "run");
    CHECK(option(run, "--bad").kind == ValueKind::profile);
    CHECK(option(run, "--jobs").names == std::vector<std::string>{"-j", "--jobs"});
    CHECK(option(run, "--jobs").initial == "2");
    CHECK(option(run, "--quick").kind == ValueKind::none);
    CHECK(option(run, "--workspace").kind == ValueKind::word);
    CHECK(option(run, "--workspace").choices.size() == 3);
    CHECK(option(run, "--bad-with").hidden);
    CHECK_FALSE(option(run, "--with").hidden);
}

TEST_CASE("positional arguments have a name, and say whether they must be given") {
    const CommandHelp program = command_help();
    const auto& compare = command(program, "compare").positionals;
    REQUIRE(compare.size() == 1);
    CHECK(compare[0].value == "FILE|FOLDER");
    CHECK(compare[0].kind == ValueKind::file);
    CHECK(compare[0].required);
    CHECK(compare[0].several);
    CHECK_FALSE(command(program, "attribute").positionals.at(0).required);
}

TEST_CASE("commands below a command, other names, examples and notes are read") {
    const CommandHelp program = command_help();
    CHECK(command(program, "environments").aliases == std::vector<std::string>{"env"});
    CHECK(command(program, "environments prune").word() == "prune");
    CHECK(command(program, "environments prune").examples ==
          std::vector<std::string>{"testskew environments prune --all"});
    CHECK(command(program, "run").examples.size() == 4);
    CHECK(program.examples.size() == 1);
    CHECK(program.notes.find("Exit codes: 0") == 0);
}
