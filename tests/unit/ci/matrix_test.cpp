#include "ci/matrix.hpp"

#include "catch.hpp"

using namespace testskew::ci;

namespace {

Matrix matrix(const std::string& text) {
    return matrix_of(parse_yaml(text, "ci.yml"), [](const std::string& name) { return unknown_worth(name); }, "ci.yml");
}

std::string value(const Axes& axes, const std::string& name) {
    return axis(axes, name) ? text_of(*axis(axes, name)) : "-";
}

}  // namespace

TEST_CASE("the legs of a matrix are its product without what is excluded") {
    const auto found = matrix("os: [a, b]\npy: [3.9, '3.13', 3.13]\nexclude:\n  - {os: b, py: '3.13'}\n");
    CHECK(found.legs.size() == 4);
    CHECK(value(found.legs[0], "py") == "3.9");
}

TEST_CASE("a row of include adds keys to the legs that it fits, and is a leg where it fits none") {
    const auto found = matrix(
        "db: [sqlite, postgres]\npy: ['3.11', '3.12']\ninclude:\n  - {db: postgres, user: root}\n  - {db: other, py: "
        "'3.12'}\n");
    REQUIRE(found.legs.size() == 5);
    CHECK(value(found.legs[0], "user") == "-");
    CHECK(value(found.legs[2], "user") == "root");
    CHECK(value(found.legs[4], "db") == "other");
}

TEST_CASE("a matrix of include alone has a leg for each row") {
    const auto found = matrix("include:\n  - {python: '3.14'}\n  - {python: '3.13', os: windows-latest}\n");
    CHECK(found.legs.size() == 2);
}

TEST_CASE("an unquoted 3.10 is 3.1, and said to be") {
    const auto found = matrix("python-version: [3.9, 3.10]\n");
    CHECK(value(found.legs[1], "python-version") == "3.1");
    REQUIRE(found.notes.size() == 1);
    CHECK_THAT(found.notes[0], ContainsSubstring("ci.yml:1") && ContainsSubstring("3.1,"));
}

TEST_CASE("a matrix that only a run knows says so") {
    const auto found = matrix("py: ${{ fromJSON(needs.x.outputs.y) }}\n");
    CHECK(found.legs.size() == 1);
    CHECK(found.unknown.size() == 1);
}

TEST_CASE("values that only a run knows are no values of a leg") {
    const auto found =
        matrix("py: ['3.9', '${{ needs.a }}']\nx: ${{ needs.b }}\ninclude: [{py: '3.9', z: '${{ needs.c }}'}]\n");
    REQUIRE(found.legs.size() == 1);
    CHECK(value(found.legs[0], "py") == "3.9");
    CHECK(found.open_axes.count("x") == 1);
    CHECK(found.open_axes.count("z") == 1);
    CHECK(found.unknown.size() == 3);
    CHECK_FALSE(matrix("include: ${{ needs.a }}\n").open.empty());
    CHECK(matrix("py: ['3.9']\nexclude: ${{ needs.a }}\n").unknown.size() == 1);
}

TEST_CASE("a matrix whose legs are all excluded has none") {
    CHECK(matrix("py: ['3.9']\nexclude: [{py: '3.9'}]\n").legs.empty());
    CHECK(matrix("py: ['3.9']\nexclude: [{py: '${{ needs.a }}'}]\n").legs.size() == 1);
}

TEST_CASE("of ten thousand legs 256 are kept, and the others counted") {
    std::string axis = "[0";
    for (int i = 1; i < 100; ++i) axis += "," + std::to_string(i);
    const auto found = matrix("a: " + axis + "]\nb: " + axis + "]\n");
    CHECK(found.legs.size() == most_legs);
    CHECK(found.left_out == 10'000 - most_legs);
}
