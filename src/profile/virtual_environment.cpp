#include "profile/virtual_environment.hpp"

#include <fmt/format.h>

#include "profile/resolve.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/pyvenv.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;

fs::path environment_named(const std::string& python, const fs::path& directory) {
    if (python.empty()) return {};
    if (python.starts_with("~/"))
        return virtual_environment_of(environment_variable("HOME").value_or("/") + python.substr(1));
    if (is_bare_version(python)) return {};  // a version, even if there is a folder of that name
    return virtual_environment_of(directory / python);
}

fs::path environment_in_use(const fs::path& project) {
    const auto active = environment_variable("VIRTUAL_ENV");
    if (active && !active->empty()) {
        if (const fs::path folder = virtual_environment_of(*active); !folder.empty()) return folder;
        throw Error(
            fmt::format("VIRTUAL_ENV is {}, which is no virtual environment: activate another one, or name one "
                        "by its path",
                        printable(*active)));
    }
    for (const char* name : {".venv", "venv", "env"})
        if (const fs::path folder = virtual_environment_of(project / name); !folder.empty()) return folder;
    throw Error(
        fmt::format("there is no virtual environment here: VIRTUAL_ENV is not set, and {} has no .venv; name one "
                    "by its path, or a version such as 3.12",
                    printable(project.string())));
}

}  // namespace testskew::profile
