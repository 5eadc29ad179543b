#include "profile/leg_machine.hpp"

#include <fmt/format.h>

#include "process/os_packages.hpp"
#include "util/files.hpp"
#include "util/os_release.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t most_named = 6;

std::vector<std::string> items(const std::map<std::string, std::string>& facts, const char* name, char between) {
    std::vector<std::string> result;
    const auto fact = facts.find(name);
    if (fact == facts.end()) return result;
    for (const std::string& item : split(fact->second, between))
        if (!trim(item).empty()) result.push_back(printable(std::string(trim(item))));
    return result;
}

/// "libpq5 15.5 (here 16.1)", of each package that is another one here.
std::vector<std::string> other_packages(const std::vector<std::string>& recorded) {
    std::map<std::string, std::string> wanted, here;
    std::vector<std::string> names;
    for (const std::string& item : recorded) {
        const std::size_t space = item.find(' ');
        if (space == std::string::npos) continue;
        names.push_back(item.substr(0, space));
        wanted[names.back()] = item.substr(space + 1);
    }
    if (names.empty() || !process::os_package_versions(names, here)) return {};
    std::vector<std::string> result;
    for (const auto& [name, version] : wanted) {
        const auto found = here.find(name);
        if (found == here.end())
            result.push_back(fmt::format("{} {} (not installed here)", name, version));
        else if (found->second != version)
            result.push_back(fmt::format("{} {} (here {})", name, version, found->second));
    }
    return result;
}

}  // namespace

std::vector<std::string> machine_notes(const fs::path& project, const std::map<std::string, std::string>& facts,
                                       const std::string& label) {
    std::vector<std::string> notes;
    const auto os = facts.find("os");
    const std::string here = os_name();
    if (os != facts.end() && !os->second.empty() && !here.empty() && os->second != here)
        notes.push_back(fmt::format("{} ran on {}, and this is {}", label, printable(os->second), here));
    if (const auto others = other_packages(items(facts, "os_packages", ',')); !others.empty())
        notes.push_back(fmt::format("packages of the operating system that the tests of {} used are others here: {}",
                                    label, some_of(others, most_named)));
    std::vector<std::string> missing;
    std::error_code error;
    for (const std::string& file : items(facts, "ignored_files", '\n'))
        if (!fs::exists(project / file, error)) missing.push_back(file);
    if (!missing.empty())
        notes.push_back(fmt::format("tests of {} read files that git ignores and that are not here: {}", label,
                                    some_of(missing, most_named)));
    return notes;
}

}  // namespace testskew::profile
