#include "profile/in_use.hpp"

#include <fmt/format.h>

#include <optional>

#include "process/environ.hpp"
#include "process/process.hpp"
#include "profile/installed_python.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/pyvenv.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

constexpr const char* folders_beside[] = {".venv", "venv", "env"};
constexpr const char* file_of_pdm = ".pdm-python";  // pdm writes the path of the interpreter there

std::optional<std::string> variable(const char* name) {
    auto value = environment_variable(name);
    return value && !value->empty() ? value : std::nullopt;
}

std::optional<PythonInUse> virtual_environment(const fs::path& folder, const std::string& how) {
    const fs::path found = virtual_environment_of(folder);
    if (found.empty()) return std::nullopt;
    return PythonInUse{found, false, how};
}

std::optional<PythonInUse> active() {
    const auto folder = variable("VIRTUAL_ENV");
    if (!folder) return std::nullopt;
    if (auto found = virtual_environment(*folder, "VIRTUAL_ENV")) return found;
    throw Error(
        fmt::format("VIRTUAL_ENV is {}, which is no virtual environment: activate another one, or name one "
                    "by its path",
                    printable(*folder)));
}

/// conda's base is active in every shell of many users, whatever they work on, so it comes late.
std::optional<PythonInUse> of_conda(bool base) {
    const auto prefix = variable("CONDA_PREFIX");
    if (!prefix || (variable("CONDA_DEFAULT_ENV").value_or("") == "base") != base) return std::nullopt;
    const fs::path python = fs::path(*prefix) / "bin" / "python";
    if (!is_file(python)) return std::nullopt;
    return PythonInUse{python, true, "CONDA_PREFIX"};
}

std::optional<PythonInUse> beside(const fs::path& project) {
    if (const auto folder = variable("UV_PROJECT_ENVIRONMENT"))
        if (auto found = virtual_environment(project / *folder, "UV_PROJECT_ENVIRONMENT")) return found;
    for (const char* name : folders_beside)
        if (auto found = virtual_environment(project / name, name)) return found;
    if (const auto python = read_file(project / file_of_pdm))
        return virtual_environment(project / fs::path(trim(*python)), "pdm");
    return std::nullopt;
}

/// A tool that keeps the environment of a project in a folder of its own.
struct Tool {
    const char* name;
    std::vector<std::string> arguments;  ///< What makes it print the folder.
    std::vector<std::string> files;      ///< It is asked if one of these is there ...
    std::string table;                   ///< ... or if pyproject.toml has a table whose name begins so.
};

const std::vector<Tool>& tools() {
    static const std::vector<Tool> all = {
        {"poetry", {"env", "info", "--path"}, {"poetry.lock"}, "[tool.poetry"},
        {"pipenv", {"--venv"}, {"Pipfile"}, ""},
        {"hatch", {"env", "find"}, {"hatch.toml"}, "[tool.hatch.env"},
    };
    return all;
}

bool is_used(const Tool& tool, const fs::path& project) {
    for (const auto& file : tool.files)
        if (is_file(project / file)) return true;
    if (tool.table.empty()) return false;
    for (const auto& line : split(read_file(project / "pyproject.toml").value_or(""), '\n'))
        if (trim(line).starts_with(tool.table)) return true;
    return false;
}

std::optional<PythonInUse> of_tools(const fs::path& project) {
    for (const auto& tool : tools()) {
        const auto program = is_used(tool, project) ? find_on_path(tool.name) : std::nullopt;
        if (!program) continue;
        process::Command command;
        command.argv = {program->string()};
        command.argv.insert(command.argv.end(), tool.arguments.begin(), tool.arguments.end());
        command.environ = process::own_environ();
        command.directory = project;
        command.timeout = std::chrono::seconds(60);
        const auto exit = process::run(command);
        const std::string folder(trim(split(exit.out, '\n')[0]));
        if (!exit.ok() || folder.empty()) continue;  // for example no environment was made yet
        if (auto found = virtual_environment(folder, tool.name)) return found;
    }
    return std::nullopt;
}

std::optional<PythonInUse> on_path(const fs::path& project) {
    for (const char* name : {"python", "python3"}) {
        const auto program = find_on_path(name);
        if (!program) continue;
        const auto python = installed_python(*program, project);
        if (!python) continue;
        if (python->is_virtual)
            if (auto found = virtual_environment(python->prefix, "the Python on PATH")) return found;
        return PythonInUse{python->executable, true, "the Python on PATH"};
    }
    return std::nullopt;
}

}  // namespace

std::vector<std::string> variables_of_use() {
    return {"VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "UV_PROJECT_ENVIRONMENT"};
}

std::vector<fs::path> files_of_use(const fs::path& project) {
    std::vector<fs::path> files = {project / file_of_pdm};
    for (const char* name : folders_beside) files.push_back(project / name / "pyvenv.cfg");
    return files;
}

std::optional<PythonInUse> environment_in_use(const fs::path& project) {
    if (auto found = active()) return found;
    if (auto found = of_conda(false)) return found;
    if (auto found = beside(project)) return found;
    if (auto found = of_tools(project)) return found;
    return of_conda(true);
}

PythonInUse python_in_use(const fs::path& project) {
    if (auto found = environment_in_use(project)) return *found;
    if (auto found = on_path(project)) return *found;
    throw Error(
        fmt::format("there is no Python in use here: no environment is active, {} has no .venv, and there is no Python "
                    "on PATH; name a version such as 3.12",
                    printable(project.string())));
}

}  // namespace testskew::profile
