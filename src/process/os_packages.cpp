#include "process/os_packages.hpp"

#include <set>

#include "process/environ.hpp"
#include "process/process.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::process {
namespace {

constexpr std::chrono::seconds time_limit{10};  // a package manager that is locked or broken must not hold anything up

/// What a program prints, also if it complains about some of what it was asked.
std::string printed(const std::filesystem::path& program, std::vector<std::string> arguments) {
    Command command;
    command.argv = {program.string()};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.environ = environ_without_git();
    command.environ["LC_ALL"] = "C";
    command.directory = "/";
    command.timeout = time_limit;
    const Exit exit = run(command);
    return exit.start_error.empty() && !exit.timed_out ? exit.out : "";
}

/// Reads lines of a name and a version.
std::map<std::string, std::string> pairs_of(const std::string& text) {
    std::map<std::string, std::string> result;
    for (const std::string& line : split(text, '\n')) {
        const std::size_t space = line.find(' ');
        if (space != std::string::npos && space > 0 && space + 1 < line.size())
            result[line.substr(0, space)] = line.substr(space + 1);
    }
    return result;
}

std::map<std::string, std::string> dpkg_versions(const std::filesystem::path& dpkg, std::vector<std::string> names) {
    names.insert(names.begin(), {"-W", "-f", "${Package} ${Version}\n"});
    return pairs_of(printed(dpkg, std::move(names)));
}

/// The names in the answers of `dpkg-query -S`: "libpq5:amd64: /usr/lib/libpq.so.5", "a, b: /usr/share/c".
std::set<std::string> dpkg_owners(const std::string& answers) {
    std::set<std::string> names;
    for (const std::string& line : split(answers, '\n')) {
        const std::size_t end = line.find(": /");
        if (end == std::string::npos || line.starts_with("diversion by ")) continue;
        for (const std::string& name : split(line.substr(0, end), ',')) {
            const std::string_view plain = trim(name);
            names.emplace(plain.substr(0, plain.find(':')));
        }
    }
    return names;
}

}  // namespace

std::map<std::string, std::string> os_packages_of(const std::vector<std::string>& files) {
    if (files.empty()) return {};
    if (const auto dpkg = find_on_path("dpkg-query")) {
        std::vector<std::string> asked = {"-S"};
        for (const std::string& file : files) {
            asked.push_back(file);
            // Where /lib is a symlink to /usr/lib, the lists of packages still have the older name.
            if (file.starts_with("/usr/")) asked.push_back(file.substr(4));
        }
        const auto names = dpkg_owners(printed(*dpkg, std::move(asked)));
        if (names.empty()) return {};
        return dpkg_versions(*dpkg, {names.begin(), names.end()});
    }
    if (const auto rpm = find_on_path("rpm")) {
        std::vector<std::string> asked = {"-qf", "--qf", "%{NAME} %{VERSION}-%{RELEASE}\n"};
        asked.insert(asked.end(), files.begin(), files.end());
        auto found = pairs_of(printed(*rpm, std::move(asked)));
        // What it does not know it says on the standard output as well: "file /x is not owned by any package".
        std::erase_if(found, [](const auto& one) { return one.first == "file" || one.first == "error:"; });
        return found;
    }
    return {};
}

bool os_package_versions(const std::vector<std::string>& names, std::map<std::string, std::string>& versions) {
    if (const auto dpkg = find_on_path("dpkg-query")) {
        versions = dpkg_versions(*dpkg, names);
        return true;
    }
    if (const auto rpm = find_on_path("rpm")) {
        std::vector<std::string> asked = {"-q", "--qf", "%{NAME} %{VERSION}-%{RELEASE}\n"};
        asked.insert(asked.end(), names.begin(), names.end());
        versions = pairs_of(printed(*rpm, std::move(asked)));
        std::erase_if(versions, [](const auto& one) { return one.first == "package"; });
        return true;
    }
    return false;
}

}  // namespace testskew::process
