#include "explain/instead.hpp"

#include "catch.hpp"

using namespace testskew;
using explain::Atlas;
using explain::instead_of;

namespace {

// collections.Mapping is the same object as collections.abc.Mapping. collections.Other only has the same last part of
// its name.
const char* const text =
    "atlas 1\n3.8.1 3.9.2 3.10.3\n"
    "0collections\tm\n"
    "1Mapping\t=collections.abc.Mapping\t2\n"
    "1abc\tm\n"
    "2Mapping\tc()\n"
    "1other\tm\n"
    "2Mapping\tc()\n"
    "0new\tm\n"
    "1name\t\t1f(a)\n";

std::string instead(const std::string& name, const ApiPart& what = {}, const std::string& since = "",
                    const std::string& until = "", int bad = 2, int good = 0) {
    return instead_of({name, what, since, until, ""}, Atlas(text), bad, good);
}

}  // namespace

TEST_CASE("the table of data/instead.toml is embedded") {
    CHECK(explain::instead_table().size() >= 90);
    CHECK(instead("tomllib", {ApiKind::module}) == "the package tomli, which has the same functions");
    CHECK(instead("zip", {ApiKind::parameters, {"strict"}}) == "compare the lengths, or more_itertools.zip_equal");
    CHECK(instead("locale.resetlocale") == "locale.setlocale(locale.LC_ALL, \"\")");  // quotes survive the packing
}

TEST_CASE("every name of the table is known to the atlas, but for those that were gone before its oldest version") {
    const Atlas& atlas = Atlas::standard();
    std::vector<std::string> unknown;
    for (const auto& [key, value] : explain::instead_table()) {
        const std::string name = key.substr(0, key.find(','));
        bool known = name == "X | Y";  // this is an operator
        for (int version = 0; version < static_cast<int>(atlas.versions().size()); ++version)
            known = known || atlas.has(name, version) != explain::Known::no ||
                    atlas.has("builtins." + name, version) == explain::Known::yes;
        if (!known) unknown.push_back(name);
    }
    CHECK(unknown == std::vector<std::string>{"unittest.TestCase.assertItemsEqual"});
}

TEST_CASE("a row of a whole name does not speak of its parameters") {
    CHECK(instead("functools.cache") == "functools.lru_cache(maxsize=None)");
    CHECK(instead("functools.cache", {ApiKind::parameters, {"x"}}, "3.9") ==
          "pass it only where sys.version_info >= (3, 9)");
}

TEST_CASE("families of names have a rule") {
    CHECK(instead("typing.Self") == "typing_extensions.Self");
    CHECK(instead("importlib.metadata.packages_distributions") == "the package importlib-metadata");
    CHECK(instead("distutils.core") == explain::instead_table().at("distutils"));
    CHECK(instead("asyncio.sleep", {ApiKind::parameters, {"loop"}}) == "leave it out: the running loop is taken");
    CHECK(instead("list", {ApiKind::subscript, {"list"}}).starts_with("from __future__ import annotations"));
}

TEST_CASE("the same object under a name that both versions have is what to write instead") {
    CHECK(instead("collections.Mapping", {}, "", "3.10") == "collections.abc.Mapping");
}

TEST_CASE("a test of the version is the last resort, and never for what is deprecated") {
    CHECK(instead("new.name", {}, "3.9", "", 0, 1) == "use it only where sys.version_info >= (3, 9)");
    CHECK(instead("new.name", {ApiKind::parameters, {"a"}}, "", "3.10") ==
          "pass it only where sys.version_info < (3, 10)");
    CHECK(instead("new.name", {ApiKind::deprecated, {"3.9"}}).empty());
    CHECK(instead("new.name").empty());  // nothing is known of the version
}

TEST_CASE("the packed table is read line by line") {
    const auto table = explain::read_instead_table(
        "a.b\x1fuse c\nd, parameter e\x1f"
        "f = \"g\"\n\nno separator\n");
    CHECK(table == explain::InsteadTable{{"a.b", "use c"}, {"d, parameter e", "f = \"g\""}});
}
