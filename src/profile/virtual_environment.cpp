#include "profile/virtual_environment.hpp"

#include "profile/resolve.hpp"
#include "util/files.hpp"
#include "util/pyvenv.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;

fs::path environment_named(const std::string& python, const fs::path& directory) {
    if (python.empty()) return {};
    if (python.starts_with("~/"))
        return virtual_environment_of(environment_variable("HOME").value_or("/") + python.substr(1));
    if (is_bare_version(python)) return {};  // a version, even if there is a folder of that name
    return virtual_environment_of(directory / python);
}

}  // namespace testskew::profile
