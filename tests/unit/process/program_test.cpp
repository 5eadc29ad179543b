#include "process/program.hpp"

#include "catch.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"

using namespace testskew;

TEST_CASE("a guard that somebody else starts says what it is for") {
    process::Command command;
    command.argv = {process::own_program().string(), process::guard_command};
    command.environ = process::environ_without_git();
    const process::Exit exit = process::run(command);
    CHECK(exit.status == 2);
    CHECK(exit.err == "testskew: error: __guard is for testskew itself\n");
}

TEST_CASE("only the two commands of our own are hidden ones") {
    char program[] = "testskew", run[] = "run";
    char* argv[] = {program, run, nullptr};
    CHECK_FALSE(process::run_hidden(2, argv));
    CHECK_FALSE(process::run_hidden(1, argv));
}
