#include "recording/leg_head.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "recording/parse.hpp"
#include "recording/values.hpp"

namespace testskew::recording {

std::optional<LegHead> read_leg_head(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string line;
    constexpr std::size_t longest = 1 << 20;
    for (char c; line.size() < longest && file.get(c) && c != '\n';) line += c;
    const auto record = parse_line(line);
    if (!record || !record->is_object() || text(*record, "t") != "leg") return std::nullopt;
    return LegHead{text(*record, "name"),      text(*record, "started"),     integer(*record, "status"),
                   integer(*record, "signal"), integer(*record, "sessions"), number(*record, "seconds")};
}

}  // namespace testskew::recording
