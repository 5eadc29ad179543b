#include "util/os_release.hpp"

#include <sys/utsname.h>

#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew {

std::string os_name() {
    constexpr std::string_view key = "PRETTY_NAME=";
    for (const auto& line : split(read_file("/etc/os-release").value_or(""), '\n')) {
        if (!line.starts_with(key)) continue;
        const std::string value(trim(std::string_view(line).substr(key.size())));
        const bool quoted = value.size() > 1 && value.front() == '"' && value.back() == '"';
        return quoted ? value.substr(1, value.size() - 2) : value;
    }
    return {};
}

std::string machine_name() {
    utsname name = {};
    ::uname(&name);
    return os_name() + ", " + name.machine;
}

}  // namespace testskew
