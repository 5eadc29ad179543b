#include "recording/leg_head.hpp"

#include <nlohmann/json.hpp>

#include "util/files.hpp"
#include "util/json_line.hpp"
#include "util/json_members.hpp"

namespace testskew::recording {

std::optional<LegHead> read_leg_head(const std::filesystem::path& path) {
    using members::integer, members::number, members::text;
    constexpr std::size_t longest = 1 << 20;
    const std::string beginning = read_beginning(path, longest);
    const auto record = parse_line(std::string_view(beginning).substr(0, beginning.find('\n')));
    if (!record || !record->is_object() || text(*record, "t") != "leg") return std::nullopt;
    return LegHead{text(*record, "name"),      text(*record, "started"),     integer(*record, "status"),
                   integer(*record, "signal"), integer(*record, "sessions"), number(*record, "seconds")};
}

}  // namespace testskew::recording
