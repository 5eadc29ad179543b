#include "pack/atlas.hpp"

#include "catch.hpp"

using namespace testskew::pack;

namespace {

std::string merged(const std::vector<std::string>& versions) {
    std::vector<Source> sources;
    for (std::size_t i = 0; i < versions.size(); ++i)
        sources.push_back({"data/atlas/3." + std::to_string(8 + i) + ".txt",
                           "# python 3." + std::to_string(8 + i) + ".1\n" + versions[i]});
    return merged_atlas(sources);
}

}  // namespace

TEST_CASE("versions are merged to one line for each name") {
    CHECK(merged({"shutil m\nshutil.rmtree f(path)\n", "shutil.rmtree f(path,onexc=)\n", "-shutil.rmtree\n"}) ==
          "atlas 1\n3.8.1 3.9.1 3.10.1\n"
          "0shutil\tm\n"
          "1rmtree\tf(path)\t1f(path,onexc=)\t2\n");
}

TEST_CASE("a name that came later has nothing in the first version") {
    CHECK(merged({"a m\n", "a.b d\n"}) == "atlas 1\n3.8.1 3.9.1\n0a\tm\n1b\t\t1d\n");
}

TEST_CASE("versions are sorted by number and not by name") {
    std::vector<Source> sources = {{"x/3.10.txt", "# python 3.10.3\n-a\n"},
                                   {"x/3.8.txt", "# python 3.8.1\na m\n"},
                                   {"x/3.9.txt", "# python 3.9.2\na M\n"}};
    CHECK(merged_atlas(sources) == "atlas 1\n3.8.1 3.9.2 3.10.3\n0a\tm\t1M\t2\n");
}

TEST_CASE("backports stand before the names, without comments") {
    const std::string text =
        merged_atlas({{"x/3.8.txt", "# python 3.8.1\na m\n"}, {"x/backports.txt", "# why\n\na.b 3.8.9 3.9\n"}});
    CHECK(text == "atlas 1\n3.8.1\n#a.b 3.8.9 3.9\n0a\tm\n");
}

TEST_CASE("what never changed and explains nothing is left out") {
    const std::string text = merged({"a m\na._private d\na.__or__ f()\na.LIMIT dp\na.os m=os\n_hidden M\n", ""});
    CHECK(text == "atlas 1\n3.8.1 3.9.1\n0_hidden\tM\n0a\tm\n1__or__\tf()\n");
    // It is kept if a version changed it.
    CHECK(merged({"a m\na._private d\n", "-a._private\n"}) == "atlas 1\n3.8.1 3.9.1\n0a\tm\n1_private\td\t1\n");
}

TEST_CASE("parameters of methods are kept only if they changed") {
    const std::string text = merged({"a m\na.B c\na.B.f f(x)\na.B.g f~(x)\na.B.h f(x)\na.h f(x)\n", "a.B.h f(y)\n"});
    // The last h is a function of the module a.
    CHECK(text == "atlas 1\n3.8.1 3.9.1\n0a\tm\n1B\tc\n2f\tf\n2g\tf\n2h\tf(x)\t1f(y)\n1h\tf(x)\n");
}

TEST_CASE("a file that is wrong stops the build, and is named") {
    CHECK_THROWS_WITH(merged_atlas({{"x/3.8.txt", "a m\n"}}), "x/3.8.txt: no line `# python VERSION`");
    CHECK_THROWS_WITH(merged({"nothing\n"}), "data/atlas/3.8.txt: not an entry: nothing");
    CHECK_THROWS_WITH(merged_atlas({{"x/3.8.txt", "# python 3.8.1\n"}, {"x/3.10.txt", "# python 3.10.1\n"}}),
                      "data/atlas: a version is missing before x/3.10.txt");
}
