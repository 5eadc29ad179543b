#include "report/code_quality.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "catch.hpp"
#include "ci_example.hpp"

using namespace testskew;
using namespace testskew::report;

TEST_CASE("an entry has what GitLab asks for") {
    const auto entries = nlohmann::json::parse(code_quality(ci_example(1), {}));
    REQUIRE(entries.size() == 1);
    CHECK(entries[0]["location"]["path"] == "shop/cart.py");
    CHECK(entries[0]["location"]["lines"]["begin"] == 11);
    CHECK(entries[0]["severity"] == "major");
    CHECK(entries[0]["check_name"] == "testskew/failure");
    CHECK_THAT(entries[0]["description"].get<std::string>(), ContainsSubstring("fails in py311, passes in py312"));
}

TEST_CASE("each problem has a fingerprint of its own that stays") {
    for (const int count : {1, 3, 200}) {
        const auto entries = nlohmann::json::parse(code_quality(ci_example(count), {}));
        std::set<std::string> fingerprints;
        for (const auto& entry : entries) fingerprints.insert(entry["fingerprint"].get<std::string>());
        CHECK(fingerprints.size() == static_cast<std::size_t>(count));
        CHECK(entries == nlohmann::json::parse(code_quality(ci_example(count), {})));
    }
}

TEST_CASE("a report without a failed leg is an empty list, and hostile text is text") {
    CHECK(code_quality({}, {}) == "[]\n");
    const std::string text = code_quality(ci_example(1, hostile), {});
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\\u001b") == std::string::npos);
    CHECK(nlohmann::json::parse(text).size() == 1);
}

TEST_CASE("a section of the log has a title of one line") {
    const std::string text = log_section("a\nsection_end:0:testskew\r", "body", 7);
    CHECK(text.starts_with("\x1b[0Ksection_start:7:testskew[collapsed=true]\r\x1b[0Ka section_end:0:testskew\n"));
    CHECK(text.ends_with("body\n\x1b[0Ksection_end:7:testskew\r\x1b[0K\n"));
}
