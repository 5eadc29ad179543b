#include "targets.hpp"

#include <algorithm>
#include <stdexcept>

#include "util/error.hpp"

namespace testskew::fuzz {

const std::vector<Target>& targets() {
    static const std::vector<Target> all{
        {"recording", recording},
        {"compare", compare_recordings},
        {"outline", outline},
        {"traces", traces},
        {"requirements", requirements},
        {"freeze", freeze},
        {"uv_output", uv_output},
        {"uv_lock", uv_lock},
        {"pylock", pylock},
        {"poetry_lock", poetry_lock},
        {"pdm_lock", pdm_lock},
        {"pipfile_lock", pipfile_lock},
        {"testskew_toml", testskew_toml},
        {"pyproject", pyproject},
        {"tox", tox},
        {"github", github},
        {"gitlab", gitlab},
        {"circleci", circleci},
        {"azure", azure},
        {"makefile", makefile},
        {"shell", shell},
        {"ci_log", ci_log},
        {"junit", junit},
    };
    return all;
}

const Target* target(std::string_view name) {
    const auto found =
        std::find_if(targets().begin(), targets().end(), [&](const Target& t) { return t.name == name; });
    return found == targets().end() ? nullptr : &*found;
}

void read_with(const Target& target, const std::string& text) {
    try {
        target.read(text);
    } catch (const Error& error) {
        if (std::string_view(error.what()).empty()) throw std::logic_error("an Error without a message");
    }
}

}  // namespace testskew::fuzz
