#include "profile/only_tox.hpp"

#include <algorithm>
#include <utility>

#include "profile/declared.hpp"
#include "profile/declared_files.hpp"
#include "profile/declared_pyproject.hpp"
#include "profile/pytest_command.hpp"
#include "util/files.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;

std::unique_ptr<ToxConfiguration> tox_that_alone_says_what_tests_need(const fs::path& project) {
    for (const char* lock : {"uv.lock", "pylock.toml", "poetry.lock", "pdm.lock", "Pipfile.lock"})
        if (is_file(project / lock)) return nullptr;
    Declared declared = declared_by(project);
    add_setup(project, declared);
    if (!declared.names_pytest) add_requirements_files(project, declared);
    if (declared.names_pytest) return nullptr;
    auto configuration = tox_configuration(project);
    if (!configuration) return nullptr;
    const auto environment = configuration->environment("py");
    const auto names = names_in_lines(environment.deps, project);
    const bool says =
        std::any_of(names.begin(), names.end(), [](const auto& name) { return name.starts_with("pytest"); }) ||
        std::any_of(environment.commands.begin(), environment.commands.end(),
                    [&](const auto& command) { return pytest_selection(command, project).has_value(); });
    return says ? std::move(configuration) : nullptr;
}

}  // namespace testskew::profile
