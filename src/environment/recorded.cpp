#include "environment/recorded.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "util/error.hpp"

using nlohmann::json;

namespace testskew::environment {
namespace {

/// A list or an object; an empty one if the record has something else there, as a damaged file may.
json member(const json& record, const char* name) {
    const auto found = record.find(name);
    return found != record.end() && found->is_structured() ? *found : json::array();
}

std::string freeze_of(const json& record) {
    std::string text;
    if (record["t"] == "installed") {
        for (const json& line : member(record, "lines"))
            if (line.is_string()) text += line.get<std::string>() + "\n";
    } else {
        const json distributions = member(record, "distributions");
        for (const auto& [name, version] : distributions.items())
            if (version.is_string()) text += name + "==" + version.get<std::string>() + "\n";
    }
    return text;
}

}  // namespace

std::string recorded_freeze(const std::string& recording, const std::string& name) {
    std::istringstream lines(recording);
    int sessions = 0;
    for (std::string line; std::getline(lines, line);) {
        const json record = json::parse(line, nullptr, false);
        if (!record.is_object() || !record.contains("t")) continue;
        if (record["t"] == "session" && ++sessions > 1) break;
        if (record["t"] == "installed" || record["t"] == "facts") return freeze_of(record);
    }
    throw Error(fmt::format("{} does not say what was installed: record it again", name));
}

}  // namespace testskew::environment
