// Parses the command line, runs the command and returns its exit code. No other file turns errors into exit codes.
#include <cstdio>
#include <exception>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/error_log.hpp"
#include "cli/options.hpp"
#include "process/interruption.hpp"
#include "process/program.hpp"
#include "util/error.hpp"

int main(int argc, char* argv[]) {
    using namespace testskew;
    if (const auto done = process::run_hidden(argc, argv)) return *done;
    cli::Options options;
    try {
        if (const auto done = cli::parse(argc, argv, options)) return static_cast<int>(*done);
        process::handle_signals();  // This starts a thread, which what only prints does not need.
        return static_cast<int>(cli::execute(options));
    } catch (const Interrupted& interruption) {
        return cli::fail(options, interruption.what(), ExitCode::interrupted);
    } catch (const Error& error) {
        return cli::fail(options, error.what(), error.code);
    } catch (const std::filesystem::filesystem_error& error) {  // for example a full disk or a missing folder
        return cli::fail(options, error.what(), ExitCode::environment);
    } catch (const std::exception& error) {
        return cli::report_internal_error(options, {argv, argv + argc}, error);
    }
}
