#include "interpreter/identify.hpp"

#include "catch.hpp"
#include "interpreter_world.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::interpreter;

namespace {

/// A program that answers the question as a Python would, and prints other words before and after the answer.
std::string answering(const std::string& version, const std::string& more = "") {
    return "#!/bin/sh\necho x >> \"$0.count\"\necho noise\necho\necho 'testskew:{\"executable\": \"/x\", \"version\": "
           "\"" +
           version +
           "\", \"numbers\": [3, 11, 7], \"implementation\": \"cpython\", \"build\": \"b\", \"cache_tag\": "
           "\"cpython-311\", \"soabi\": \"s\", \"platform\": \"linux-x86_64\", \"libc\": \"glibc 2.36\", "
           "\"free_threaded\": true, \"debug\": false, \"stdlib\": \"/nowhere\", \"wheels\": \"\"}'\n" +
           more;
}

std::string failure(const std::filesystem::path& path) { return answer_of(path, true).failure; }

}  // namespace

TEST_CASE("the answer becomes an interpreter, under the path of its real file") {
    World world;
    const auto path = world.script("bin/python3.11", answering("3.11.7"));
    const auto one = identify(path);
    CHECK(one.executable == path.string());
    CHECK(one.version == "3.11.7");
    CHECK((one.major == 3 && one.minor == 11 && one.micro == 7));
    CHECK((one.cache_tag == "cpython-311" && one.soabi == "s" && one.libc == "glibc 2.36"));
    CHECK((one.free_threaded && !one.debug));
    CHECK(one.seeds.empty());
}

TEST_CASE("an answer is kept, a failure only unless it is asked again") {
    World world;
    const auto good = world.script("good", answering("3.11.7"));
    answer_of(good, true);
    answer_of(good, true);
    CHECK(read_file(world.path / "good.count") == "x\n");
    const auto bad = world.script("bad", "#!/bin/sh\necho x >> \"$0.count\"\nexit 1\n");
    answer_of(bad, false);
    answer_of(bad, false);
    CHECK(read_file(world.path / "bad.count") == "x\n");
    answer_of(bad, true);
    CHECK(read_file(world.path / "bad.count") == "x\nx\n");
}

TEST_CASE("a damaged cache is asked again") {
    World world;
    const auto path = world.script("python", answering("3.11.7"));
    answer_of(path, false);
    for (const auto& entry : std::filesystem::directory_iterator(world.path / "cache/testskew/interpreters"))
        write_file(entry.path(), "{\"stamp\": 1}");
    CHECK(answer_of(path, false).interpreter->version == "3.11.7");
    CHECK(read_file(world.path / "python.count") == "x\nx\n");
}

TEST_CASE("a program that is not a Python is refused with the reason") {
    World world;
    CHECK(failure("/nowhere/python") == "does not exist");
    CHECK(failure(world.script("silent", "#!/bin/sh\nexit 3\n")) == "is no working Python: exit status 3");
    CHECK(failure(world.script("loud", "#!/bin/sh\necho first >&2\necho 'last word' >&2\nexit 1\n")) ==
          "is no working Python: last word");
    CHECK(failure(world.script("killed", "#!/bin/sh\nkill -SEGV $$\n")) == "was killed by signal 11");
    CHECK(failure(world.script("strange", "#!/bin/sh\necho\necho 'testskew:{\"version\": 3}'\n")) ==
          "is no working Python: it answers strangely");
    CHECK(failure(world.script("gone", "#!/nowhere/interpreter\n")).starts_with("cannot be started: "));
    CHECK(failure(world.script("late", answering("3.11.7", "exit 1\n"))).starts_with("is no working Python"));
}

TEST_CASE("a Python without the isolated mode is asked in another way") {
    World world;
    const auto path =
        world.script("python2", "#!/bin/sh\n[ \"$1\" = -I ] && exit 2\n" + answering("3.11.7").substr(10));
    CHECK(answer_of(path, true).interpreter);
}

TEST_CASE("the environ of the user does not reach the interpreter that is asked") {
    World world;
    world.set("PYTHONHOME", "/nowhere");
    const auto path =
        world.script("python", "#!/bin/sh\n[ -n \"$PYTHONHOME\" ] && exit 9\n" + answering("3.11.7").substr(10));
    CHECK(answer_of(path, true).interpreter);
}

TEST_CASE("an interpreter that cannot be used is an error with its path") {
    World world;
    const auto path = world.script("silent", "#!/bin/sh\nexit 3\n");
    try {
        identify(path);
        FAIL("identified");
    } catch (const Error& error) {
        CHECK(error.code == ExitCode::environment);
        CHECK(std::string(error.what()) == "the interpreter " + path.string() + " is no working Python: exit status 3");
    }
}

TEST_CASE("ensurepip's wheels are the seeds, those of a distribution where it has none") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "testskew-seeds-");
    std::filesystem::create_directories(folder / "lib/ensurepip/_bundled");
    std::filesystem::create_directories(folder / "wheels");
    write_file(folder / "wheels/pip-23.0.1-py3-none-any.whl", "");
    write_file(folder / "wheels/setuptools-66.1.1-py3-none-any.whl", "");
    using Seeds = std::map<std::string, std::string>;
    CHECK(bundled_seeds(folder / "lib", "", 11).empty());
    CHECK(bundled_seeds(folder / "lib", folder / "wheels", 11) == Seeds{{"pip", "23.0.1"}, {"setuptools", "66.1.1"}});
    CHECK(bundled_seeds(folder / "lib", folder / "wheels", 13) == Seeds{{"pip", "23.0.1"}});
    write_file(folder / "lib/ensurepip/_bundled/pip-23.2.1-py3-none-any.whl", "");
    CHECK(bundled_seeds(folder / "lib", folder / "wheels", 11) == Seeds{{"pip", "23.2.1"}});
    remove_tree(folder);
}
