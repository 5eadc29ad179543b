#include "environment/recorded.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "util/error.hpp"
#include "util/json_members.hpp"

using nlohmann::json;

namespace testskew::environment {
namespace {

std::string freeze_of(const json& record) {
    std::string text;
    if (record["t"] == "installed") {
        for (const auto& line : members::names(record, "lines")) text += line + "\n";
    } else if (const json* distributions = members::find(record, "distributions")) {
        for (const auto& [name, version] : distributions->items())
            if (version.is_string()) text += name + "==" + members::text_of(version) + "\n";
    }
    return text;
}

}  // namespace

std::string recorded_freeze(const std::string& recording, const std::string& name, int session) {
    std::istringstream lines(recording);
    int sessions = 0;
    for (std::string line; std::getline(lines, line);) {
        const json record = json::parse(line, nullptr, false);
        if (!record.is_object() || !record.contains("t")) continue;
        if (record["t"] == "session" && ++sessions > session) break;
        if (sessions < session && session > 1) continue;
        if (record["t"] == "installed" || record["t"] == "facts") return freeze_of(record);
    }
    throw Error(fmt::format("{} does not say what was installed: record it again", name));
}

}  // namespace testskew::environment
