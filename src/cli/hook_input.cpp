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

constexpr std::size_t most_input = 16 << 20;           // of which the refs are read
constexpr std::size_t most_of_anything = 1024U << 20;  // and handed on to the hook that was there before

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
        if (input.size() > most_of_anything) throw Error("the standard input has more than 1 GB: no push of git has");
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
    process::Exit exit = process::run_in_place(path, argv, variables);
    if (!exit.start_error.empty())
        throw Error(fmt::format("the hook {} cannot be started: {}", printable(path), exit.start_error),
                    ExitCode::environment);
    // The lines in the hook let a push go on where testskew crashed. This one it did not let go on.
    if (hook::is_crash(exit.signal ? 128 + exit.signal : exit.status)) {
        exit.signal = 0;
        exit.status = 1;
    }
    if (exit.status != 0 || exit.signal != 0) process::end_like(exit);
}

hook::Push push_of(const Options& options, const std::string& input) {
    hook::Push push;
    push.remote = options.hook.remote;
    if (input.size() > most_input) throw Error("git names more than 16 MB of refs, which is more than is looked at");
    push.refs = hook::parse_refs(input);
    if (!push.refs.empty() || !push.remote.empty()) return push;
    if (auto from_pre_commit = hook::pre_commit_push(process::own_environ())) return *std::move(from_pre_commit);
    push.refs.push_back({"HEAD", "HEAD", "HEAD", std::string(40, '0')});
    return push;
}

}  // namespace testskew::cli
