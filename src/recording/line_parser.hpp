#pragma once
#include <boost/json/fwd.hpp>
#include <memory>
#include <string_view>

namespace testskew::recording {

/// Parses the lines of a recording one after the other, as parse_line() of util/json_line.hpp does. It is Boost.JSON
/// that parses them, into memory that is used again for the next line: that takes a quarter of the time of
/// nlohmann/json, and half of the time of a comparison of long recordings was spent there (`script/bench compare`).
class LineParser {
public:
    LineParser();
    ~LineParser();
    LineParser(LineParser&&) noexcept;
    LineParser& operator=(LineParser&&) noexcept;

    /// The line as JSON, with what Python writes and JSON forbids mended; nullptr if it cannot be read, or if it is
    /// nested deeper than 64. The value is there until the next call.
    const boost::json::value* parse(std::string_view line);

private:
    struct Memory;
    std::unique_ptr<Memory> memory_;
};

}  // namespace testskew::recording
