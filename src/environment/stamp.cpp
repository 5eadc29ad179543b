#include "environment/stamp.hpp"

#include <fmt/core.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "environment/cache_file.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

using nlohmann::json;

namespace testskew::environment {
namespace {

/// Returns one line about an environment, with the distributions by which people know a project.
std::string what_of(const Stamp& stamp) {
    std::vector<std::string> named;
    for (const char* known : {"pytest", "django", "fastapi", "flask", "numpy", "pandas"})
        if (const auto it = stamp.packages.find(known); it != stamp.packages.end())
            named.push_back(it->first + " " + it->second.version);
    std::string text =
        fmt::format("Python {}, {}", stamp.version, count_of(static_cast<long>(stamp.packages.size()), "package"));
    if (!named.empty()) text += ": " + join(named, ", ");
    if (!stamp.project.empty()) text += ", with " + stamp.project;
    return text;
}

/// The value of a member of the outermost object, as write_cache_file() writes it: on a line of its own, one space in.
std::optional<std::string> member_of(const std::string& text, std::string_view name) {
    const std::string key = fmt::format("\n \"{}\": ", name);
    const std::size_t at = text.find(key);
    if (at == std::string::npos) return std::nullopt;
    const std::size_t begin = at + key.size(), end = text.find('\n', begin);
    if (end == std::string::npos) return std::nullopt;
    return text.substr(begin, end - begin - (text[end - 1] == ',' ? 1 : 0));
}

/// The number that a text is; -1 if it is none.
long number_of(const std::string& text) {
    long number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : -1;
}

}  // namespace

std::optional<Stamp> read_stamp(const std::filesystem::path& file) {
    const auto value = read_cache_file(file);
    if (!value) return std::nullopt;
    try {
        Stamp stamp;
        stamp.interpreter = value->at("interpreter").get<std::string>();
        stamp.build = value->at("build").get<std::string>();
        stamp.version = value->at("version").get<std::string>();
        stamp.maker = value->at("maker").get<std::string>();
        stamp.base = value->at("base").get<std::string>();
        stamp.project = value->at("project").get<std::string>();
        stamp.project_stamp = value->at("project_stamp").get<std::string>();
        stamp.packages = packages_from_json(value->at("packages"));
        stamp.own_files = value->value("own_files", false);
        stamp.site_time = value->at("site_time").get<long>();
        stamp.tree = value->at("tree").get<std::string>();
        stamp.size = value->at("size").get<long>();
        stamp.own = value->value("own", -1L);
        return stamp;
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

std::optional<StampSummary> read_summary(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return std::nullopt;
    const auto what = member_of(*text, "what"), size = member_of(*text, "size"), own = member_of(*text, "own");
    if (what && size && own && member_of(*text, "schema") == std::to_string(cache_file_schema) &&
        text->ends_with("\n}")) {
        const json told = json::parse(*what, nullptr, false);
        if (told.is_string()) return StampSummary{told.get<std::string>(), number_of(*size), number_of(*own)};
    }
    // An older testskew has written it, or it is damaged.
    const auto stamp = read_stamp(file);
    if (!stamp) return std::nullopt;
    return StampSummary{what_of(*stamp), stamp->size, stamp->own};
}

void write_stamp(const std::filesystem::path& file, const Stamp& stamp) {
    write_cache_file(file, {{"interpreter", stamp.interpreter},
                            {"build", stamp.build},
                            {"version", stamp.version},
                            {"maker", stamp.maker},
                            {"base", stamp.base},
                            {"project", stamp.project},
                            {"project_stamp", stamp.project_stamp},
                            {"packages", packages_to_json(stamp.packages)},
                            {"own_files", stamp.own_files},
                            {"site_time", stamp.site_time},
                            {"tree", stamp.tree},
                            {"size", stamp.size},
                            {"own", stamp.own},
                            {"what", what_of(stamp)}});
}

}  // namespace testskew::environment
