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
                                                  "--durations-path",
                                                  "--durations-min",
                                                  "--capture",
                                                  "--splits",
                                                  "--group",
                                                  "--splitting-algorithm",
                                                  "--reruns-delay",
                                                  "--maxprocesses",
                                                  "--settings",
                                                  "--browser",
                                                  "--benchmark-json",
                                                  "--pyargs-from"};
    return options.count(option) != 0;
}

/// Options of pytest and of its usual plugins that never have a value in the next word.
bool is_flag(const std::string& option) {
    static constexpr std::string_view flags =
        " --verbose --quiet --exitfirst --showlocals --lf --last-failed --ff --failed-first --nf --sw "
        "--stepwise --cache-clear --strict --strict-markers --strict-config --pyargs --disable-warnings "
        "--disable-pytest-warnings --doctest-modules --no-header --no-summary --cov-append --cov-branch "
        "--no-cov --no-cov-on-fail --runslow --run-slow --slow --reuse-db --create-db --nomigrations "
        "--no-migrations --migrations --setup-show --continue-on-collection-errors --full-trace "
        "--trace-config --noconftest --keep-duplicates --benchmark-skip --benchmark-only "
        "--benchmark-disable --mypy --flake8 --black --ruff --forked --self-contained-html --headed "
        "--store-durations --clean-durations --randomly-dont-reorganize --nbval --nbval-lax --pdb "
        "--doctest-continue-on-failure --doctest-ignore-import-errors --snapshot-update --collect-only ";
    return flags.find(" " + option + " ") != std::string_view::npos;
}

/// Whether the value of a group of short options ("-xvk") is the next word: the last letter takes one.
bool short_takes_value(const std::string& option) {
    for (size_t i = 1; i < option.size(); ++i)
        if (std::string_view("mknpcorW").find(option[i]) != std::string_view::npos) return i + 1 == option.size();
    return false;
}

bool is_short(const std::string& option) { return option.size() > 1 && option[0] == '-' && option[1] != '-'; }

/// Whether a word after an option that nobody knows is a path rather than its value.
bool is_path(const std::string& word, const fs::path& project) {
    std::error_code error;
    return word.find("::") != std::string::npos || word.find('/') != std::string::npos || word.ends_with(".py") ||
           word == "tests" || word == "test" || word == "." || fs::exists(project / word, error);
}

/// Whether the word after an option is its value.
bool has_value_in(const std::string& option, const std::string& word, const fs::path& project) {
    if (is_short(option)) return short_takes_value(option);
    return takes_value(option) || (!is_flag(option) && !is_path(word, project));
}

/// Removes the words before pytest's own arguments. Returns false if the command does not start pytest.
bool strip_program(std::vector<std::string>& command, Invocation& invocation) {
    const auto take = [&](size_t count) { command.erase(command.begin(), command.begin() + static_cast<long>(count)); };
    while (!command.empty() && (command[0] == "-" || command[0] == "!")) take(1);
    if (command.empty()) return false;
    if (command[0].starts_with('-') || command[0].starts_with('!')) command[0].erase(0, 1);
    const std::string program = fs::path(command[0]).filename().string();
    const auto runner = program == "coverage" || program == "python" || program.starts_with("python3");
    if (program == "pytest" || program == "py.test" || program == "pytest-3") {
        take(1);
        return true;
    }
    if (!runner) return false;
    auto module = std::find(command.begin(), command.end(), "-m");
    if (module == command.end() || module + 1 == command.end()) return false;
    if (*(module + 1) == "coverage") {  // python -m coverage run -m pytest
        take(static_cast<size_t>(module + 1 - command.begin()));
        return strip_program(command, invocation);
    }
    if (*(module + 1) == "mpi4py") module = std::find(module + 1, command.end(), "-m");  // it runs another module
    if (module == command.end() || module + 1 == command.end() || *(module + 1) != "pytest") return false;
    take(static_cast<size_t>(module + 2 - command.begin()));
    invocation = Invocation::python_m_pytest;
    return true;
}

}  // namespace

std::optional<Selection> pytest_words(std::vector<std::string> command, const fs::path& project) {
    Selection selection;
    if (!strip_program(command, selection.invocation)) return std::nullopt;
    bool after_option = false, unknown_option = false;
    for (const auto& word : command) {
        const bool option = word.size() > 1 && word[0] == '-';
        // An option that nobody knows may have several values.
        const bool value = !option && (after_option ? has_value_in(selection.options.back(), word, project)
                                                    : unknown_option && !is_path(word, project));
        if (option || value)
            selection.options.push_back(word);
        else if (!word.empty())
            selection.targets.push_back(word);
        after_option = option && word.find('=') == std::string::npos;
        if (option) unknown_option = after_option && !is_short(word) && !takes_value(word) && !is_flag(word);
        if (!option && !value) unknown_option = false;
    }
    return selection;
}

std::optional<Selection> pytest_selection(std::vector<std::string> command, const fs::path& project) {
    auto selection = pytest_words(std::move(command), project);
    // The targets follow the options, and must not become the value of --cov.
    if (selection && !selection->options.empty() && selection->options.back() == "--cov")
        selection->options.push_back("-rfE");
    return selection;
}

}  // namespace testskew::profile
