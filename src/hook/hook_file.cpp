#include "hook/hook_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "util/text.hpp"

namespace testskew::hook {
namespace {

constexpr std::string_view shebang = "#!/bin/sh\n";
constexpr std::string_view begin_mark = "# >>> testskew >>> ";
constexpr std::string_view end_mark = "# <<< testskew <<<\n";
constexpr std::string_view comment = "`testskew hook uninstall` takes these lines away and touches no other";

std::string name_of(Placement placement) {
    return placement == Placement::alone ? "alone" : placement == Placement::inside ? "inside" : "beside";
}

/// The options after `testskew hook run`, as a shell reads them.
std::string options_of(const Call& call) {
    std::string options;
    if (!call.project.empty()) options += " --project " + shell_quoted(call.project);
    if (call.placement == Placement::inside) options += " --existing \"$0\"";
    if (call.placement == Placement::beside && call.runs_kept)
        options += " --existing \"$(dirname -- \"$0\")\"/" + shell_quoted(call.kept);
    return options;
}

/// The statuses by which a shell tells of a signal that means a crash: ILL, ABRT, BUS, FPE, KILL, SEGV.
constexpr int crashes[] = {132, 134, 135, 136, 137, 139};

/// Calls testskew, and ends the hook as it ended. If it crashed, the push goes on. If it cannot even say its version,
/// it has not begun (an interpreter that is gone, a program for another machine), and has read nothing of the input.
std::string calling_testskew(const Call& call) {
    std::vector<std::string> statuses;
    for (const int status : crashes) statuses.push_back(std::to_string(status));
    return fmt::format(
        "    testskew={}\n"
        "    [ -x \"$testskew\" ] || testskew=$(command -v testskew) || testskew=\n"
        "    if [ -n \"$testskew\" ]; then\n"
        "        testskew_status=0\n"
        "        \"$testskew\" hook run{} \"$@\" || testskew_status=$?\n"
        "        case $testskew_status in\n"
        "        {})\n"
        "            echo 'testskew: NOT CHECKED: testskew itself was ended by a signal' >&2\n"
        "            exit 0 ;;\n"
        "        esac\n"
        "        [ $testskew_status -ne 0 ] || exit 0\n"
        "        ! \"$testskew\" --version </dev/null >/dev/null 2>&1 || exit $testskew_status\n"
        "    fi\n",
        shell_quoted(call.program), options_of(call), join(statuses, " | "));
}

/// What happens where testskew cannot be started: the push goes on, the hook that was there runs.
std::string without_testskew(const Call& call) {
    if (call.placement == Placement::beside && call.runs_kept)
        return fmt::format("    exec \"$(dirname -- \"$0\")\"/{} \"$@\"\n", shell_quoted(call.kept));
    return call.placement == Placement::inside ? "" : "    exit 0\n";
}

/// The value of " key=value" in the first line of a call, up to the next blank; "" without it.
std::string setting(std::string_view line, std::string_view key) {
    const std::size_t at = line.find(fmt::format(" {}=", key));
    if (at == std::string_view::npos) return {};
    const std::size_t start = at + key.size() + 2;
    return std::string(line.substr(start, line.find(' ', start) - start));
}

std::optional<Placement> placement_of(const std::string& name) {
    for (const auto one : {Placement::alone, Placement::inside, Placement::beside})
        if (name_of(one) == name) return one;
    return std::nullopt;
}

/// The words of the line of the call that begins so; none if there is no such line.
std::vector<std::string> words_of(std::string_view text, std::string_view start) {
    for (const auto& line : split(text, '\n'))
        if (trim(line).starts_with(start)) return shell_words(trim(line));
    return {};
}

}  // namespace

bool takes_call_inside(std::string_view text) {
    if (!text.starts_with("#!") || text.find('\0') != std::string_view::npos) return false;
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || (end > 0 && text[end - 1] == '\r')) return false;
    std::string_view line = trim(text.substr(2, end - 2));
    if (const std::size_t env = line.find("/env "); env != std::string_view::npos) line = trim(line.substr(env + 5));
    line = line.substr(0, line.find(' '));
    const std::string_view name = line.substr(line.rfind('/') == std::string_view::npos ? 0 : line.rfind('/') + 1);
    return name == "sh" || name == "bash" || name == "dash" || name == "ksh" || name == "zsh" || name == "ash";
}

std::string with_call(const Call& call, std::string_view original) {
    const std::string settings =
        fmt::format("form={} placement={} runs_kept={} made_folder={} {}", call_form, name_of(call.placement),
                    call.runs_kept ? 1 : 0, call.made_folder ? 1 : 0, comment);
    std::string block = fmt::format("{}{}\n", begin_mark, settings);
    const bool inside = call.placement == Placement::inside;
    block += inside ? fmt::format("if [ -z \"${{{}-}}\" ]; then\n", in_hook_variable) : "if :; then\n";
    block += calling_testskew(call);
    block +=
        "    echo 'testskew: NOT CHECKED: testskew is not there any more, or cannot be started: install it again, or "
        "take it out of this hook' >&2\n";
    block += without_testskew(call);
    block += "fi\n";
    if (inside) block += fmt::format("unset {}\n", in_hook_variable);
    block += end_mark;
    if (!inside) return std::string(shebang) + block;
    const std::size_t first = original.find('\n') + 1;
    return std::string(original.substr(0, first)) + block + std::string(original.substr(first));
}

std::optional<Found> find_call(std::string_view text) {
    const std::size_t at = text.starts_with(begin_mark) ? 0 : text.find("\n" + std::string(begin_mark));
    if (at == std::string_view::npos) return std::nullopt;
    const std::size_t start = at == 0 ? 0 : at + 1;
    const std::size_t end = text.find(end_mark, start);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view block = text.substr(start, end - start);
    const std::string_view line = block.substr(0, block.find('\n'));
    const auto placement = placement_of(setting(line, "placement"));
    if (!placement) return std::nullopt;
    Found found;
    found.form = static_cast<int>(std::strtol(setting(line, "form").c_str(), nullptr, 10));
    found.call.placement = *placement;
    found.call.runs_kept = setting(line, "runs_kept") == "1";
    found.call.made_folder = setting(line, "made_folder") == "1";
    if (const auto words = words_of(block, "testskew="); !words.empty()) found.call.program = words[0].substr(9);
    auto run = words_of(block, "\"$testskew\" hook run");
    if (run.empty()) run = words_of(block, "[ -z \"$testskew\" ] || exec ");  // form 1
    if (const auto option = std::find(run.begin(), run.end(), "--project"); option != run.end())
        found.call.project = *(option + 1);
    if (*placement == Placement::beside) found.call.kept = kept_name;
    found.rest = std::string(text.substr(0, start)) + std::string(text.substr(end + end_mark.size()));
    return found;
}

std::string with_program(std::string_view text, const std::string& program) {
    constexpr std::string_view start = "    testskew=";
    const std::size_t block = text.find(begin_mark), at = text.find(start, block);
    const std::size_t end = text.find('\n', at);
    if (block == std::string_view::npos || at == std::string_view::npos || at > text.find(end_mark, block))
        return std::string(text);
    return std::string(text.substr(0, at)) + std::string(start) + shell_quoted(program) +
           (end == std::string_view::npos ? "" : std::string(text.substr(end)));
}

bool is_crash(int status) { return std::find(std::begin(crashes), std::end(crashes), status) != std::end(crashes); }

bool only_ours(std::string_view rest) { return rest == shebang; }

}  // namespace testskew::hook
