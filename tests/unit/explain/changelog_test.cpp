#include "explain/changelog.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::explain;
using Lines = std::vector<std::string>;

TEST_CASE("the entries of a release are found under its heading, in every usual form") {
    const Lines wanted = {"one of two", "three"};
    CHECK(changelog_entries("Version 8.2.0\n-------------\n\nReleased\n\n-   one\n    of two\n\n-   three\n\n"
                            "Version 8.1\n-----------\n\n- old\n",
                            "8.2.0") == wanted);
    CHECK(changelog_entries("# Changelog\n\n## 8.2.0 (today)\n* one\n  of two\n* three\n## 8.1.9\n* old\n", "8.2.0") ==
          wanted);
    CHECK(changelog_entries("## [8.2] - 2025-01-01\n### Added\n- one\n  of two\n- three\n## [8.1]\n- old\n", "8.2.0") ==
          wanted);
    CHECK(changelog_entries("8.2.0 (2025)\n************\n\n- one\n  of two\n- three\n", "8.2.0") == wanted);
    CHECK(changelog_entries("8.2.0 (2025)\n************\n\n- one\n", "8.2.1").empty());
    CHECK(changelog_entries("Version 8.2.0\n---\n- Requires\nnewer 8.1.0\n- it\n", "8.2.0").size() == 2);
}

TEST_CASE("the entry that speaks of what the failure is about is taken, and none that speaks of something else") {
    const Lines entries = {"Typing is better.", "Remove ``mix_stderr`` of CliRunner. :issue:`12` (#34)",
                           "CliRunner is faster."};
    CHECK(fitting_entry(entries, {{"mix_stderr"}, {"CliRunner"}}) == "Remove ``mix_stderr`` of CliRunner.");
    CHECK(fitting_entry(entries, {{}, {"CliRunner", "faster"}}) == "CliRunner is faster.");
    CHECK_FALSE(fitting_entry(entries, {{}, {"CliRunner"}}));
    CHECK_FALSE(fitting_entry(entries, {{"stderr"}, {}}));  // it is only a part of a name
    CHECK(fitting_entry({"mix_stderr " + std::string(400, 'x')}, {{"mix_stderr"}, {}}) == "mix_stderr ...");
}

TEST_CASE("the telling words of a failure are those of its exception, and then those of its lines") {
    Cluster cluster;
    ExceptionRecord exception;
    exception.message = "CliRunner.__init__() got an unexpected keyword argument 'mix_stderr'";
    exception.subject = Subject{"click.testing.CliRunner", "parameter mix_stderr", "CliRunner", "s"};
    exception.frames = {{"tests/test_cli.py", 4, "test", "runner = CliRunner(mix_stderr=False)", true},
                        {"<site>/click/testing.py", 9, "CliRunner.invoke", "", false},
                        {"<stdlib>/json.py", 9, "loads", "", false}};
    cluster.error.chain = {exception};
    const TellingWords words = telling_words(cluster);
    CHECK(words.strong == Lines{"mix_stderr"});
    CHECK(words.weak == Lines{"runner", "CliRunner", "mix_stderr", "invoke"});
}
