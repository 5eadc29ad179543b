#include "investigation/symptoms.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace testskew::investigation {
namespace {

using Kind = sides::SwapDelta::Kind;
using Words = std::vector<std::string_view>;

/// Differences that have to do with some subject, and words by which a failure speaks of it.
struct Symptom {
    Kind kind;
    Words names;  ///< of the differences, each as the beginning of a name; empty: all of this kind
    Words words;
};

/// The words are those of the standard library and of pytest for each subject.
const Words encoding = {"UnicodeDecodeError", "UnicodeEncodeError", "getpreferredencoding", "setlocale", "ascii"};
const Words colours = {"\x1b[", "\\x1b[", "\\033["};
const Words dates = {"datetime", "tzinfo", "localtime", "mktime", "fromtimestamp", "strftime", "astimezone"};
const Words modes = {"PermissionError", "0o", "st_mode", "S_IMODE", "chmod"};
const Symptom symptoms[] = {
    {Kind::variable, {"PYTHONUTF8", "LC_ALL", "LANG", "LC_CTYPE", "PYTHONIOENCODING"}, encoding},
    {Kind::variable, {"FORCE_COLOR", "NO_COLOR", "PY_COLORS", "CLICOLOR", "TERM"}, colours},
    {Kind::variable, {"TZ"}, dates},
    {Kind::variable, {"COLUMNS", "LINES"}, {"get_terminal_size"}},
    {Kind::variable, {"PATH"}, {"shutil.which", "which(", "command not found", "No such file or directory: 'git'"}},
    {Kind::variable, {"HOME", "XDG_"}, {"expanduser", "Path.home", ".config", ".cache"}},
    {Kind::variable, {"TMPDIR", "TEMP"}, {"gettempdir", "tempfile", "mkdtemp"}},
    {Kind::variable, {"PYTHONOPTIMIZE"}, {"__doc__"}},
    {Kind::variable, {"PYTHONWARNINGS"}, {"Warning"}},
    {Kind::variable, {"PYTHONDEVMODE"}, {"ResourceWarning"}},
    {Kind::umask, {}, modes},
    {Kind::terminal, {}, {"isatty", "get_terminal_size", "not a terminal", "ioctl"}},
    {Kind::cpus, {}, {"cpu_count", "sched_getaffinity"}},
    {Kind::user, {}, {"getuid", "geteuid", "getpass", "getuser", "PermissionError"}},
    {Kind::limit, {}, {"RecursionError", "MemoryError", "Too many open files", "RLIMIT"}},
    {Kind::home, {}, {"expanduser", "Path.home"}},
    {Kind::git_depth, {}, {"shallow", "rev-list", "git log", "\"log\"", "'log'"}},
    {Kind::git_tags, {}, {"describe", "No names found", "\"tag\"", "'tag'", "git tag"}},
    {Kind::git_branch, {}, {"abbrev-ref", "symbolic-ref", "branch"}},
    {Kind::git, {}, {"git describe", "rev-parse", ".git"}},
    {Kind::option, {"-n"}, {"gw0", "gw1", "PYTEST_XDIST_WORKER", "worker_id"}},
    {Kind::option, {"-o xfail_strict"}, {"XPASS(strict)"}},
    {Kind::option, {"-p"}, {"fixture '"}},
    {Kind::option, {"-W", "-o filterwarnings"}, {"Warning"}},
    {Kind::option, {"-s", "--capture"}, {"isatty", "capsys", "reading from stdin"}},
    {Kind::option, {"--import-mode"}, {"ModuleNotFoundError", "ImportError", "import file mismatch"}},
    {Kind::invocation, {}, {"ModuleNotFoundError", "ImportError"}},
};

bool has(const std::string& text, std::string_view word) { return text.find(word) != std::string::npos; }

}  // namespace

std::string symptom_of(const sides::SwapDelta& delta, const std::string& text) {
    for (const Symptom& symptom : symptoms) {
        const bool named =
            symptom.names.empty() || std::any_of(symptom.names.begin(), symptom.names.end(),
                                                 [&](std::string_view name) { return delta.name.starts_with(name); });
        if (delta.kind != symptom.kind || !named) continue;
        for (const std::string_view word : symptom.words)
            if (has(text, word)) return std::string(word);
    }
    return "";
}

}  // namespace testskew::investigation
