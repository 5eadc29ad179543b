#include "profile/leg_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/json_line.hpp"
#include "util/json_members.hpp"
#include "util/text.hpp"

namespace testskew::profile {
using nlohmann::json;
namespace {

/// True for the lines that may be one of the records looked for: a recording has many others, which need no parsing.
bool may_be_of_the_head(std::string_view line) {
    constexpr std::array kinds = {"\"leg\"", "\"session\"", "\"facts\""};
    return std::any_of(kinds.begin(), kinds.end(),
                       [&](const char* kind) { return line.find(kind) != std::string_view::npos; });
}

}  // namespace

LegHead read_leg_head(const std::filesystem::path& path, int session) {
    if (!open_regular(path).ok()) throw Error(fmt::format("cannot read {}", path.string()));
    std::ifstream file(path);
    LegHead head;
    std::string line;
    int seen = 0;
    while (head.facts.is_null() && std::getline(file, line)) {
        if (!may_be_of_the_head(line)) continue;
        json record = parse_line(line).value_or(json());
        if (!record.is_object()) continue;
        const std::string kind = members::text(record, "t");
        if (kind == "leg" && record.contains("sessions")) head.sessions = members::integer(record, "sessions");
        if (head.sessions == 0)
            throw Error(fmt::format(
                "{} holds no session of pytest: its command started none, or the probe was kept out", path.string()));
        if (kind == "session" && ++seen > session) break;
        if (seen < session) continue;
        if (kind == "session") head.session = std::move(record);
        if (kind == "facts") head.facts = std::move(record);
    }
    if (!head.session.is_null()) return head;
    if (seen > 0)
        throw Error(fmt::format("{} holds {} of pytest: there is no session {}", path.string(),
                                count_of(seen, "session"), session));
    throw Error(
        fmt::format("{} is not a recording: `testskew record --here -o FILE -- COMMAND` writes one", path.string()));
}

}  // namespace testskew::profile
