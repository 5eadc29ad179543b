#include "session/progress.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "util/json_line.hpp"
#include "util/json_members.hpp"

namespace testskew::session {
namespace {

/// Returns true if the line is a record of that kind. Records begin with their kind, so most lines need not be parsed.
bool is(std::string_view line, std::string_view kind) {
    const auto at = line.substr(0, 64).find("\"t\"");
    if (at == std::string_view::npos) return false;
    const auto value = line.find_first_not_of(" :", at + 3);
    return value != std::string_view::npos && line.substr(value + 1, kind.size() + 1) == std::string(kind) + '"';
}

}  // namespace

bool Progress::take(std::string_view line) {
    const std::string before = text();
    if (is(line, "loaded"))
        loaded_ = true;
    else if (is(line, "module"))
        ++modules_;
    else if (is(line, "start"))
        ++started_;
    else if (is(line, "selected")) {
        const auto record = parse_line(line);
        const auto* ids = record ? members::find(*record, "ids") : nullptr;
        if (ids && ids->is_array()) selected_ += static_cast<long>(ids->size());
    }
    return text() != before;
}

std::string Progress::text() const {
    if (selected_ > 0) return fmt::format("{}/{} tests", std::min(started_, selected_), selected_);
    if (started_ > 0) return fmt::format("{} tests", started_);
    if (modules_ > 0) return fmt::format("collect, {} modules", modules_);
    return loaded_ ? "collect" : "start";
}

}  // namespace testskew::session
