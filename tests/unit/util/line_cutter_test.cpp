#include "util/line_cutter.hpp"

#include <vector>

#include "catch.hpp"

using testskew::LineCutter;

namespace {

struct Cut {
    std::vector<std::string> lines;
    LineCutter cutter;
    explicit Cut(std::size_t longest = 100)
        : cutter(longest, [this](std::string_view line) { lines.emplace_back(line); }) {}
};

}  // namespace

TEST_CASE("lines come whole, however the bytes are cut") {
    const std::string text = "one\n\ntwo\r\nthree";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        CAPTURE(size);
        Cut cut;
        for (std::size_t at = 0; at < text.size(); at += size) cut.cutter.feed(text.substr(at, size));
        CHECK(cut.lines == std::vector<std::string>{"one", "", "two\r"});
        CHECK(cut.cutter.unfinished() == "three");
        CHECK_FALSE(cut.cutter.skipped());
    }
}

TEST_CASE("a line that is too long is skipped, and the next one counts again") {
    Cut cut(10);
    cut.cutter.feed("short\n01234567");
    CHECK_FALSE(cut.cutter.skipped());
    cut.cutter.feed("890123");
    CHECK(cut.cutter.skipped());
    cut.cutter.feed("more of it");
    CHECK(cut.cutter.unfinished().empty());
    cut.cutter.feed("its end\nnext\n");
    CHECK(cut.lines == std::vector<std::string>{"short", "next"});
}
