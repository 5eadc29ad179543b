#include "environment/misfit.hpp"

#include "environment/failure.hpp"
#include "environment/hold.hpp"
#include "environment/requirement_line.hpp"
#include "environment/resolve.hpp"
#include "environment/uv.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::environment {
namespace {

/// Returns the name of x in a line "The package `x` <words>", or "" if the line says something else.
std::string package_that(const std::string& line, std::string_view words) {
    const auto parts = split(line, '`');
    return parts.size() > 2 && std::string_view(parts[2]).starts_with(words) ? requirement_name(parts[1]) : "";
}

/// Returns those of `names` that have a wheel for their own interpreter and none for `to`.
std::set<std::string> without_wheel(const Environment& from, const Interpreter& to, std::set<std::string> names,
                                    const BuildOptions& options) {
    std::set<std::string> result;
    while (!names.empty()) {
        std::vector<std::string> lines, arguments = from.install_arguments;
        arguments.push_back("--no-deps");
        for (const auto& name : names) {
            lines.push_back(line_of(name, from.packages.at(name)));
            arguments.insert(arguments.end(), {"--only-binary", name});
        }
        try {
            resolve_lines(lines, {}, arguments, to, options, "");
            break;
        } catch (const BuildError& error) {
            bool learned = false;
            for (const auto& name : error.failure.network ? std::vector<std::string>{} : error.failure.packages) {
                if (!names.erase(name)) continue;
                learned = true;
                if (has_wheel(from, name, options)) result.insert(name);
            }
            if (!learned) break;
        }
    }
    return result;
}

}  // namespace

CheckedElsewhere read_check(const std::string& text) {
    CheckedElsewhere result;
    for (const auto& line : split(text, '\n')) {
        if (const auto name = package_that(line, " requires Python "); !name.empty()) result.refusing.insert(name);
        if (const auto name = package_that(line, " was built for a different platform"); !name.empty())
            result.built_elsewhere.insert(name);
    }
    result.conflicts = read_conflicts(text);
    return result;
}

Misfit misfit(const Environment& from, const Interpreter& to, const std::set<std::string>& asked,
              const BuildOptions& options) {
    const auto exit =
        run_uv({"pip", "check", "--python", from.python().string(), "--python-version", to.version}, options);
    if (exit.ok()) return {};
    auto check = read_check(exit.out + "\n" + exit.err);
    Misfit result{std::move(check.refusing), std::move(check.conflicts)};
    std::set<std::string> unknown;
    for (const auto& name : check.built_elsewhere) {
        const auto package = from.packages.find(name);
        const bool on_index =
            package != from.packages.end() && package->second.requirement.find(" @ ") == std::string::npos;
        if (asked.count(name) && on_index && !result.bound.count(name)) unknown.insert(name);
    }
    result.bound.merge(without_wheel(from, to, std::move(unknown), options));
    return result;
}

}  // namespace testskew::environment
