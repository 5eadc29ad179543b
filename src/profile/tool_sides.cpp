#include "profile/tool_sides.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "profile/noxfile.hpp"
#include "profile/only_tox.hpp"
#include "profile/pytest_command.hpp"
#include "profile/suggestion.hpp"
#include "profile/tox_environment.hpp"
#include "util/error.hpp"
#include "util/once.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

constexpr const char* tool_folder = "{testskew.folder:tox}";

/// Fills the settings of a side key by key, and keeps for the report what was taken.
class SideWriter {
public:
    SideWriter(Settings& settings, const fs::path& project) : settings_(settings), project_(project) {}

    void set(const std::string& key, Value value) {
        settings_.keys[key] = {std::move(value), settings_.origin, project_};
    }

    void requirements(const std::vector<std::string>& lines) {
        set("requirements", lines);
        if (!lines.empty()) taken_.push_back(join(shortened(lines, 6), ", "));
    }

    void variables(const std::vector<std::pair<std::string, std::string>>& variables) {
        std::vector<std::string> names;
        for (const auto& [name, value] : variables) {
            if (name.empty() || name.find('=') != std::string::npos) continue;
            set("environ." + name, value);
            names.push_back(name);
        }
        if (!names.empty()) taken_.push_back("the variables " + join(names, ", "));
    }

    /// Takes the names and patterns that a profile can inherit.
    void inherit(const std::vector<std::string>& patterns) {
        std::vector<std::string> names;
        for (const auto& pattern : patterns) {
            const auto star = pattern.find_first_of("*?[");
            if (star == std::string::npos || (pattern[star] == '*' && star + 1 == pattern.size()))
                names.push_back(pattern);
            else
                not_taken("pass_env " + pattern);
        }
        if (names.empty()) return;
        set("inherit", names);
        taken_.push_back("from the shell " + join(names, ", "));
    }

    /// Takes the first of the commands that starts pytest, and names the others.
    void commands(const std::vector<std::vector<std::string>>& commands, const std::string& folder) {
        bool found = false;
        for (const auto& command : commands) {
            auto selection = found ? std::nullopt : pytest_selection(command, project_ / folder);
            if (!selection) {
                not_taken("the command " + shell_command(command));
                continue;
            }
            found = true;
            take(std::move(*selection), folder);
        }
        if (!found && !commands.empty()) not_taken("no command that starts pytest was found");
    }

    void not_taken(const std::string& what) { append_once(left_, what); }

    /// Writes the notes: one line of what was taken, and one of what was not.
    void end() {
        settings_.notes.push_back(fmt::format("{}: {}", settings_.origin, join(taken_, "; ")));
        if (!left_.empty())
            settings_.notes.push_back(fmt::format("{}, not taken: {}", settings_.origin, join(left_, "; ")));
    }

private:
    void take(Selection selection, const std::string& folder) {
        // Files that pytest writes into tox's own folders are of no use here, and --basetemp is the session's.
        std::erase_if(selection.options, [&](const std::string& option) {
            const bool own = option.find(tool_folder) != std::string::npos;
            if (own) not_taken(option.substr(0, option.find('{')));
            return own;
        });
        if (!folder.empty()) {
            for (auto& target : selection.targets)
                if (!target.starts_with('/')) target = (fs::path(folder) / target).lexically_normal().string();
            if (selection.targets.empty()) selection.targets = {folder};
            not_taken(fmt::format("change_dir {}: its tests are the target, pytest starts in the project", folder));
        }
        for (auto& target : selection.targets) target = fs::path(target).lexically_normal().string();
        std::erase(selection.targets, ".");
        if (!selection.targets.empty()) set("targets", selection.targets);
        if (!selection.options.empty()) set("pytest", selection.options);
        if (selection.invocation == Invocation::python_m_pytest) set("invocation", std::string("python -m pytest"));
        std::vector<std::string> words = {selection.invocation == Invocation::pytest ? "pytest" : "python -m pytest"};
        words.insert(words.end(), selection.options.begin(), selection.options.end());
        words.insert(words.end(), selection.targets.begin(), selection.targets.end());
        std::string shown = words.front();
        for (size_t i = 1; i < words.size(); ++i) shown += " " + shell_quoted(words[i]);
        taken_.push_back(shown);
    }

    Settings& settings_;
    const fs::path& project_;
    std::vector<std::string> taken_, left_;
};

/// The lines that install what an environment of tox has.
std::vector<std::string> lines_of(const ToxEnvironment& environment) {
    std::vector<std::string> lines;
    const std::string extras = environment.extras.empty() ? "" : "[" + join(environment.extras, ",") + "]";
    // tox installs what it built. An editable installation has the same code, and what fails in it lies in the project.
    if (environment.installs_project) lines.push_back("-e ." + extras);
    for (const auto& group : environment.groups) lines.push_back("--group " + group);
    for (std::string line : environment.deps) {
        for (const char* option : {"-r", "-c"})  // "-rfile" and "-r./file" are written "-r file"
            if (line.starts_with(option) && line.size() > 2 && line[2] != ' ') line.insert(2, " ");
        if (line.substr(0, 5) == "-r ./" || line.substr(0, 5) == "-c ./") line.erase(3, 2);
        lines.push_back(line);
    }
    return lines;
}

/// The Python of an environment: base_python, else the factor of its name that is a version; "" if there is none.
std::string python_of_environment(const ToxEnvironment& environment) {
    for (const auto& word : split(environment.base_python, ' '))
        if (const auto version = python_of_factor(word); !version.empty()) return version;
    for (const auto& factor : split(environment.name, '-'))
        if (const auto version = python_of_factor(factor); !version.empty()) return version;
    return {};
}

void fill(const ToxEnvironment& environment, const fs::path& project, Settings& settings) {
    SideWriter writer(settings, project);
    writer.requirements(lines_of(environment));
    if (environment.from_lock) writer.set("lock", std::string("uv.lock"));
    writer.variables(environment.set_env);
    writer.inherit(environment.pass_env);
    std::string folder = fs::path(environment.change_dir).lexically_normal().string();
    if (folder == ".") folder.clear();
    if (folder.find("{testskew.") != std::string::npos) {
        writer.not_taken("change_dir " + environment.change_dir);
        folder.clear();
    }
    writer.commands(environment.commands, folder);
    for (const auto& line : environment.not_understood) writer.not_taken(line);
    writer.end();
}

Settings tox_side(const std::string& name, const fs::path& project) {
    const auto configuration = tox_configuration(project);
    if (!configuration)
        throw Error(fmt::format("tox:{}: there is no tox.ini, tox.toml or [tool.tox] in {}", printable(name),
                                printable(project.string())));
    const auto names = configuration->names();
    std::vector<std::string> factors;
    for (const auto& known : names)
        for (const auto& factor : split(known, '-')) factors.push_back(factor);
    const auto parts = split(name, '-');
    const bool known = std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
        return !python_of_factor(part).empty() || std::find(factors.begin(), factors.end(), part) != factors.end();
    });
    if (name.empty() || (!known && std::find(names.begin(), names.end(), name) == names.end())) {
        throw Error(fmt::format("{} has no environment \"{}\"{}; it has {}", configuration->file(), printable(name),
                                suggestion(name, names), join(names, ", ")));
    }
    const ToxEnvironment environment = configuration->environment(name);
    Settings settings;
    settings.name = "tox:" + name;
    settings.origin = fmt::format("{}'s environment {}", environment.file, name);
    settings.directory = project;
    std::string python = python_of_environment(environment);
    if (python.empty()) {
        python = "python3";
        settings.notes.push_back(fmt::format("{} names no Python version: python3 of PATH is taken", settings.origin));
    }
    settings.keys["python"] = {python, settings.origin, project};
    fill(environment, project, settings);
    return settings;
}

Settings nox_side(const std::string& name, const fs::path& project) {
    const NoxSession session = nox_session(name, project);
    Settings settings;
    settings.name = "nox:" + name;
    settings.origin = fmt::format("noxfile.py's session {}", session.name);
    settings.directory = project;
    settings.keys["python"] = {session.python, settings.origin, project};
    SideWriter writer(settings, project);
    // A session that installs nothing itself leaves it to `poetry install` and the like: to the project's lock.
    if (!session.requirements.empty()) writer.requirements(session.requirements);
    writer.variables(session.environ);
    writer.commands(session.commands, "");
    for (const auto& line : session.not_understood) writer.not_taken(line);
    writer.end();
    return settings;
}

}  // namespace

std::optional<Settings> tool_side(const std::string& asked, const fs::path& project) {
    if (asked.starts_with("tox:")) return tox_side(asked.substr(4), project);
    if (asked.starts_with("nox:")) return nox_side(asked.substr(4), project);
    return std::nullopt;
}

void add_tox_environment(const std::string& version, const fs::path& project, Settings& settings) {
    const auto configuration = tox_that_alone_says_what_tests_need(project);
    if (!configuration) return;
    const auto numbers = split(version, '.');
    const std::string minor = numbers.size() > 1 ? numbers[0] + "." + numbers[1] : version;
    std::string name = numbers.size() > 1 ? "py" + numbers[0] + numbers[1] : "py";
    for (const auto& known : configuration->names()) {
        const auto factors = split(known, '-');
        if (std::any_of(factors.begin(), factors.end(),
                        [&](const std::string& factor) { return python_of_factor(factor) == minor; })) {
            name = known;
            break;
        }
    }
    settings.origin = fmt::format("{}'s environment {}", configuration->file(), name);
    settings.directory = project;
    fill(configuration->environment(name), project, settings);
}

}  // namespace testskew::profile
