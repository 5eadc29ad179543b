// The main function of every unit-test program. It may be asked to be the guard of a process that a test runs.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

#include "process/program.hpp"

int main(int argc, char* argv[]) {
    if (const auto done = testskew::process::run_hidden(argc, argv)) return *done;
    return Catch::Session().run(argc, argv);
}
