#include "recording/line_parser.hpp"

#include <array>
#include <boost/json/src.hpp>  // The library itself, as headers alone: this is the one file that compiles it.
#include <optional>
#include <string>

#include "util/json_line.hpp"

namespace testskew::recording {

namespace json = boost::json;

/// The value is declared last, so that it goes before the memory in which it lies.
struct LineParser::Memory {
    std::array<unsigned char, 64 << 10> block{};
    std::optional<json::monotonic_resource> resource;
    std::optional<json::value> value;

    bool parse(std::string_view line) {
        value.reset();
        resource.emplace(block.data(), block.size());
        json::parse_options options;
        options.max_depth = deepest_line;
        json::error_code error;
        value = json::parse(json::string_view(line.data(), line.size()), error, &*resource, options);
        return !error;
    }
};

LineParser::LineParser() : memory_(std::make_unique<Memory>()) {}
LineParser::~LineParser() = default;
LineParser::LineParser(LineParser&&) noexcept = default;
LineParser& LineParser::operator=(LineParser&&) noexcept = default;

const json::value* LineParser::parse(std::string_view line) {
    if (line.size() > max_line) return nullptr;
    if (!memory_->parse(line) && !memory_->parse(mended_line(line))) return nullptr;
    return &*memory_->value;
}

}  // namespace testskew::recording
