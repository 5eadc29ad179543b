#include "explain/atlas.hpp"

#include <chrono>
#include <iostream>

#include "catch.hpp"
#include "embedded/atlas.hpp"
#include "explain/history.hpp"

using namespace testskew;
using explain::Atlas;
using explain::Known;

namespace {

// An atlas of three versions. The fields of a line are what the first version has, and then each change with its
// version.
const char* const text =
    "atlas 1\n3.8.1 3.9.2 3.10.3\n"
    "0alias\tm\n"
    "1rm\t=shutil.rmtree\n"
    "0hidden\tM\n"
    "0new\t\t1m\n"
    "1name\t\t1d\n"
    "0old\tm!\t2\n"
    "0os\tmp\n"
    "1fork\t\t1fp()\n"
    "0other\t?\n"
    "0shutil\tm\n"
    "1Base\tc(a)\n"
    "2method\t\t1f(x)\n"
    "1Derived\tc<shutil.Base\n"
    "1Strange\tc<nowhere.Base\n"
    "1rmtree\tf(path,onerror=)\t2f(path,onerror=,*,onexc=)\n";

std::string kinds(const Atlas& atlas, const std::string& name) {
    std::string result;
    for (const Known known : explain::presence(atlas, name))
        result += known == Known::yes ? 'y' : known == Known::no ? 'n' : '?';
    return result;
}

}  // namespace

TEST_CASE("a look-up in the atlas is yes, no or not known") {
    const Atlas atlas{std::string(text)};
    CHECK(kinds(atlas, "shutil.rmtree") == "yyy");
    CHECK(kinds(atlas, "shutil.rmtre") == "nnn");
    CHECK(kinds(atlas, "new") == "nyy");
    CHECK(kinds(atlas, "new.name") == "nyy");
    CHECK(kinds(atlas, "new.other") == "nnn");
    CHECK(kinds(atlas, "old") == "yyn");
    CHECK(kinds(atlas, "other") == "???");  // the file exists, but it could not be imported
    CHECK(kinds(atlas, "other.name") == "???");
    CHECK(kinds(atlas, "hidden.name") == "???");  // its contents are not recorded
    CHECK(kinds(atlas, "shutil._private") == "???");
    CHECK(kinds(atlas, "shutil.__doc__") == "???");
    CHECK(kinds(atlas, "os.fork") == "nyy");
    CHECK(kinds(atlas, "os.startfile") == "???");  // it may be of another platform
    CHECK(kinds(atlas, "requests") == "nnn");
}

TEST_CASE("re-exports and base classes are followed") {
    const Atlas atlas{std::string(text)};
    CHECK(atlas.entry("alias.rm", 0)->name == "shutil.rmtree");
    CHECK(kinds(atlas, "shutil.Derived.method") == "nyy");
    CHECK(atlas.entry("shutil.Derived.method", 1)->name == "shutil.Base.method");
    CHECK(kinds(atlas, "shutil.Derived.other") == "nnn");
    CHECK(kinds(atlas, "shutil.Strange.other") == "???");  // its base class is not described
    CHECK(atlas.entry("os.fork", 2)->platform);
    CHECK(atlas.entry("old", 0)->deprecated);
    CHECK_FALSE(atlas.entry("old", 2));
}

TEST_CASE("a history tells since when and until when") {
    const Atlas atlas{std::string(text)};
    CHECK(explain::since(atlas, explain::presence(atlas, "new")) == "3.9");
    CHECK(explain::until(atlas, explain::presence(atlas, "new")).empty());
    CHECK(explain::since(atlas, explain::presence(atlas, "old")).empty());
    CHECK(explain::until(atlas, explain::presence(atlas, "old")) == "3.10");
    CHECK(explain::since(atlas, explain::parameter(atlas, "shutil.rmtree", "onexc")) == "3.10");
    CHECK(explain::words(atlas, explain::presence(atlas, "shutil")) == "in 3.8 to 3.10");
    CHECK(explain::words(atlas, explain::presence(atlas, "other")) == "not known");
    CHECK(atlas.find_version("3.9") == 1);
    CHECK(atlas.find_version("3.10.0rc1") == 2);
    CHECK_FALSE(atlas.find_version("3.1"));
    CHECK_FALSE(atlas.find_version("2.7"));
}

TEST_CASE("the embedded atlas knows what is well known") {
    const Atlas& atlas = Atlas::standard();
    const auto since = [&](const char* name) { return explain::since(atlas, explain::presence(atlas, name)); };
    const auto until = [&](const char* name) { return explain::until(atlas, explain::presence(atlas, name)); };
    CHECK(since("itertools.batched") == "3.12");
    CHECK(since("datetime.UTC") == "3.11");
    CHECK(since("pathlib.Path.walk") == "3.12");
    CHECK(since("pathlib.PosixPath.walk") == "3.12");
    CHECK(until("inspect.getargspec") == "3.11");
    CHECK(until("imp") == "3.12");
    CHECK(until("collections.Mapping") == "3.10");  // the module's __getattr__ gave it until then
    CHECK(explain::since(atlas, explain::parameter(atlas, "shutil.rmtree", "onexc")) == "3.12");
    CHECK(atlas.versions().size() >= 8);
    CHECK(atlas.minor(0) == "3.8");
}

TEST_CASE("the embedded data stays small") {
    CHECK(embedded::atlas().size() + embedded::notes().size() + embedded::instead().size() < 160000);
}

TEST_CASE("Costs of a look-up in the atlas", "[.measure]") {
    const Atlas& atlas = Atlas::standard();
    const auto start = std::chrono::steady_clock::now();
    int found = 0;
    for (int i = 0; i < 100; ++i) found += explain::presence(atlas, "pathlib.PosixPath.walk").back() == Known::yes;
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    CHECK(found == 100);
    std::cout << "a look-up: " << spent.count() / 100 << " ms\n";
}

TEST_CASE("a text that is no atlas is refused") {
    CHECK_THROWS(Atlas("something else"));
    CHECK_THROWS(Atlas("atlas 1\n3.8.1\nxx\n"));
}
