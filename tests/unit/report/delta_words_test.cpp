#include "report/delta_words.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

using Value = std::optional<std::string>;

CauseDelta delta(DeltaKind kind, const std::string& name, const Value& bad, const Value& good) {
    CauseDelta result;
    result.kind = kind, result.name = name, result.bad = bad, result.good = good;
    return result;
}

std::string words(DeltaKind kind, const std::string& name, const Value& bad, const Value& good) {
    return delta_words(delta(kind, name, bad, good), {"ci", "local"});
}

}  // namespace

TEST_CASE("Sentences of files, options and the host") {
    CHECK(words(DeltaKind::path, "a.ini", std::nullopt, "missing in bad") == "a.ini is missing in ci");
    CHECK(words(DeltaKind::path, "a.ini", "missing in good", std::nullopt) == "a.ini is there in ci and not in local");
    CHECK(words(DeltaKind::option, "-m", "-m integration", std::nullopt) ==
          "pytest is given `-m integration` in ci and not in local");
    CHECK(words(DeltaKind::option, "-n", "-n 2", "-n 4") == "pytest is given `-n 2` in ci and `-n 4` in local");
    CHECK(words(DeltaKind::umask, "umask", "002", "022") == "the umask is 002 in ci and 022 in local");
    CHECK(words(DeltaKind::terminal, "terminal", "pipe", "terminal 80x24") ==
          "pytest runs on pipes in ci and in a terminal 80x24 in local");
    CHECK(words(DeltaKind::git_tags, "git tags", "none", "all") == "the git tags are missing in ci");
    CHECK(words(DeltaKind::git_branch, "git branch", "", "main") ==
          "git's HEAD is detached in ci and on main in local");
}

TEST_CASE("The user that a profile does not name is root: only root may be another one") {
    const std::string text = words(DeltaKind::user, "user", std::nullopt, "nobody");
    CHECK_THAT(text, ContainsSubstring("nobody in local"));
    CHECK_THAT(text, ContainsSubstring("root in ci"));
}

TEST_CASE("Sentences of what has no words of its own in a profile") {
    CHECK(words(DeltaKind::git, ".git", "worktree", "tracked") ==
          "the git repository is that of worktree in ci and of tracked in local");
    CHECK(words(DeltaKind::git_depth, "git depth", "1", std::nullopt) ==
          "the depth of the git history is 1 in ci and unlimited in local");
    CHECK(words(DeltaKind::installation, "installation of the project", "-e .", "") ==
          "the project's installation is -e . in ci and missing in local");
    CHECK(words(DeltaKind::setup, "setup", "", "make data") == "the setup `make data` is run in local and not in ci");
    CHECK(words(DeltaKind::module, "test_a.py", std::nullopt, "collected") ==
          "test_a.py runs in local and not in ci, and is needed");
    CHECK(words(DeltaKind::cpus, "cpus", "2", std::nullopt) ==
          "the number of processors is 2 in ci and not limited in local");
    CHECK(words(DeltaKind::limit, "nofile", std::nullopt, "64") ==
          "the limit of nofile is 64 in local and as it is in ci");
    CHECK(words(DeltaKind::home, "home", "private", "inherit") ==
          "the home folder is private in ci and your own in local");
    CHECK(words(DeltaKind::package, "h2", std::nullopt, "4.1.0") == "h2 is installed in local and not in ci");
    CHECK(words(DeltaKind::interpreter, "Python", "3.11.7", "3.12.1") ==
          "the interpreter is 3.11.7 in ci and 3.12.1 in local");
}

TEST_CASE("It is known of every sentence whether it spells the name of the delta") {
    for (int kind = 0; kind <= static_cast<int>(DeltaKind::home); ++kind) {
        std::string name = to_string(static_cast<DeltaKind>(kind));
        std::replace(name.begin(), name.end(), '-', ' ');
        const auto one = delta(static_cast<DeltaKind>(kind), name, "terminal 1", "2");
        CAPTURE(one.name);
        const bool spelt = delta_words(one, {"ci", "local"}).find(one.name) != std::string::npos;
        const bool by_chance = one.kind == DeltaKind::interpreter || one.kind == DeltaKind::git ||
                               one.kind == DeltaKind::installation;  // their sentence contains the name by chance
        CHECK((by_chance || words_name(one) == spelt));
    }
    CHECK_FALSE(words_name(delta(DeltaKind::option, "-p x", "-p no:x", std::nullopt)));
    CHECK(words_name(delta(DeltaKind::option, "-n", "-n 2", "-n 4")));
}
