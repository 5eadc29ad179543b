#include "profile/pip_install.hpp"

#include "catch.hpp"

using namespace testskew::profile;
using Lines = std::vector<std::string>;

TEST_CASE("the arguments of pip install become lines of a requirements file") {
    const auto install =
        pip_install({"-U", "-rreq.txt", "--requirement=./b.txt", "--editable", ".[test]", "-c", "c.txt", "--no-deps",
                     "-q", "--cache-dir", "x", "click<9", "--index-url", "https://x"});
    CHECK(install.lines ==
          Lines{"-r req.txt", "-r b.txt", "-e .[test]", "-c c.txt", "click<9", "--index-url https://x"});
    CHECK(install.options == Lines{"--no-deps"});
    CHECK(install.upgrade);
    CHECK(install.not_understood.empty());
}

TEST_CASE("an option of pip install that nobody knows is named") {
    CHECK(pip_install({"--strange", "x"}).not_understood == Lines{"install --strange"});
    CHECK(pip_install({"-r"}).lines == Lines{"-r "});
}

TEST_CASE("the value of an option is no requirement") {
    const auto install = pip_install({"--report", "out.json", "--exclude-newer=2024-01-01", "--resolution", "lowest",
                                      "x", "--target", "d", "--index", "https://y"});
    CHECK(install.lines == Lines{"x", "--extra-index-url https://y"});
    CHECK(install.exclude_newer == "2024-01-01");
    CHECK(install.options == Lines{"--resolution=lowest", "--target=d"});
    CHECK(pip_install({"--exclude-newer", "1 week"}).not_understood == Lines{"install --exclude-newer 1 week"});
}
