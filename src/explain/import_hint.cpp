#include "explain/import_hint.hpp"

#include <fmt/core.h>

#include "explain/swallowed.hpp"
#include "util/files.hpp"

namespace testskew::explain {
namespace {

/// The module of the project's folder that an exception misses; "" if it is about something else.
std::string missing_module(const ExceptionRecord& exception, const std::filesystem::path& project) {
    const auto subject = subject_of_message(exception.type, exception.message);
    if (!subject || subject->member != "module") return "";
    const std::string top = subject->name.substr(0, subject->name.find('.'));
    std::error_code error;
    const bool here = is_file(project / (top + ".py")) || std::filesystem::is_directory(project / top, error);
    return here ? top : "";
}

}  // namespace

std::string import_hint(const Comparison& comparison, const std::filesystem::path& project) {
    for (const Cluster& cluster : comparison.clusters)
        for (const ExceptionRecord& exception : cluster.error.chain)
            if (const std::string module = missing_module(exception, project); !module.empty())
                return fmt::format(
                    "{} lies in the project's folder, which `pytest` does not put on sys.path and `python -m pytest` "
                    "does: --invocation \"python -m pytest\" starts it so",
                    module);
    return "";
}

}  // namespace testskew::explain
