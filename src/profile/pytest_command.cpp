#include "profile/pytest_command.hpp"

#include <algorithm>
#include <set>

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// Options whose value may follow as a word of its own.
bool takes_value(const std::string& option) {
    static const std::set<std::string> options = {"-m",
                                                  "-k",
                                                  "-n",
                                                  "-p",
                                                  "-c",
                                                  "-o",
                                                  "-W",
                                                  "--tb",
                                                  "--maxfail",
                                                  "--durations",
                                                  "--ignore",
                                                  "--ignore-glob",
                                                  "--deselect",
                                                  "--rootdir",
                                                  "--confcutdir",
                                                  "--cov",
                                                  "--cov-report",
                                                  "--cov-config",
                                                  "--cov-fail-under",
                                                  "--junitxml",
                                                  "--junit-xml",
                                                  "--timeout",
                                                  "--dist",
                                                  "--numprocesses",
                                                  "--ds",
                                                  "--log-level",
                                                  "--log-cli-level",
                                                  "--basetemp",
                                                  "--import-mode",
                                                  "--override-ini",
                                                  "--reruns",
                                                  "--asyncio-mode",
                                                  "--color",
                                                  "--html",
                                                  "--pyargs-from"};
    return options.count(option) != 0;
}

bool is_there(const std::string& word, const fs::path& project) {
    std::error_code error;
    return word.find("::") != std::string::npos || fs::exists(project / word, error);
}

/// Removes the words before pytest's own arguments. Returns false if the command does not start pytest.
bool strip_program(std::vector<std::string>& command, Invocation& invocation) {
    const auto take = [&](size_t count) { command.erase(command.begin(), command.begin() + static_cast<long>(count)); };
    while (!command.empty() && (command[0] == "-" || command[0] == "!")) take(1);
    if (command.empty()) return false;
    if (command[0].starts_with('-') || command[0].starts_with('!')) command[0].erase(0, 1);
    const auto runner = command[0] == "coverage" || command[0] == "python" || command[0].starts_with("python3");
    const std::string program = fs::path(command[0]).filename().string();
    if (program == "pytest" || program == "py.test") {
        take(1);
        return true;
    }
    if (!runner && program != "python") return false;
    const auto module = std::find(command.begin(), command.end(), "-m");
    if (module == command.end() || module + 1 == command.end()) return false;
    if (*(module + 1) == "coverage") {  // python -m coverage run -m pytest
        take(static_cast<size_t>(module + 1 - command.begin()));
        return strip_program(command, invocation);
    }
    if (*(module + 1) != "pytest") return false;
    take(static_cast<size_t>(module + 2 - command.begin()));
    invocation = Invocation::python_m_pytest;
    return true;
}

}  // namespace

std::optional<Selection> pytest_selection(std::vector<std::string> command, const fs::path& project) {
    Selection selection;
    if (!strip_program(command, selection.invocation)) return std::nullopt;
    bool after_option = false;
    for (const auto& word : command) {
        const bool option = word.size() > 1 && word[0] == '-';
        const bool value =
            !option && after_option && (takes_value(selection.options.back()) || !is_there(word, project));
        if (option || value)
            selection.options.push_back(word);
        else if (!word.empty())
            selection.targets.push_back(word);
        after_option = option && word.find('=') == std::string::npos;
    }
    // The targets follow the options, and must not become the value of --cov.
    if (!selection.options.empty() && selection.options.back() == "--cov") selection.options.push_back("-rfE");
    return selection;
}

}  // namespace testskew::profile
