#include "cli/hook_input.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>

#include "hook/hook_file.hpp"
#include "process/environ.hpp"
#include "process/in_place.hpp"
#include "util/descriptor.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

constexpr std::size_t most_input = 16 << 20;

/// Puts a file with this content in the place of the standard input, for the child that comes next.
void give_as_input(const std::string& input) {
    std::FILE* file = std::tmpfile();
    if (!file || !write_all(::fileno(file), input) || ::lseek(::fileno(file), 0, SEEK_SET) != 0 ||
        ::dup2(::fileno(file), STDIN_FILENO) < 0)
        throw Error("what git says cannot be kept for the hook that was there before: is the disk full?",
                    ExitCode::environment);
    std::fclose(file);
}

}  // namespace

std::string standard_input() {
    std::string input;
    if (::isatty(STDIN_FILENO)) return input;
    char buffer[65536];
    for (ssize_t size; (size = read_some(STDIN_FILENO, buffer, sizeof buffer)) > 0;) {
        input.append(buffer, static_cast<std::size_t>(size));
        if (input.size() > most_input) throw Error("the standard input has more than 16 MB: that is no push of git");
    }
    return input;
}

void run_existing_hook(const Options& options, const std::string& input) {
    const std::string& path = options.hook.existing;
    if (path.empty()) return;
    give_as_input(input);
    auto variables = process::own_environ();
    variables[hook::in_hook_variable] = "1";
    std::vector<std::string> argv = {path};
    for (const auto& word : {options.hook.remote, options.hook.url})
        if (!word.empty()) argv.push_back(word);
    const process::Exit exit = process::run_in_place(path, argv, variables);
    if (!exit.start_error.empty())
        throw Error(fmt::format("the hook {} cannot be started: {}", printable(path), exit.start_error),
                    ExitCode::environment);
    if (exit.status != 0 || exit.signal != 0) process::end_like(exit);
}

hook::Push push_of(const Options& options, const std::string& input) {
    hook::Push push;
    push.remote = options.hook.remote;
    push.refs = hook::parse_refs(input);
    if (!push.refs.empty() || !push.remote.empty()) return push;
    if (auto from_pre_commit = hook::pre_commit_push(process::own_environ())) return *std::move(from_pre_commit);
    push.refs.push_back({"HEAD", "HEAD", "HEAD", std::string(40, '0')});
    return push;
}

}  // namespace testskew::cli
