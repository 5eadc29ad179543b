#include "investigation/symptoms.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::investigation;
using Kind = sides::SwapDelta::Kind;

TEST_CASE("a difference is suspicious if the failure speaks of what it decides over") {
    const auto word = [](Kind kind, const std::string& name, const std::string& text) {
        return symptom_of({kind, Factor::host, name, "a", "b"}, text);
    };
    CHECK(word(Kind::variable, "LC_ALL", "UnicodeDecodeError: 'ascii' codec") == "UnicodeDecodeError");
    CHECK(word(Kind::variable, "TZ", "return datetime.fromtimestamp(at)") == "datetime");
    CHECK(word(Kind::umask, "umask", "where 33152 = os.stat_result(st_mode=33152") == "st_mode");
    CHECK(word(Kind::cpus, "cpus", "max_workers=len(os.sched_getaffinity(0)) - 1") == "sched_getaffinity");
    CHECK(word(Kind::git_tags, "git tags", "Command '['git', 'describe', '--tags']'") == "describe");
    CHECK(word(Kind::option, "-o xfail_strict=true", "[XPASS(strict)] floats were cut off") == "XPASS(strict)");
    CHECK(word(Kind::option, "-p no:cacheprovider", "fixture 'cache' not found") == "fixture '");
}

TEST_CASE("a difference of another name or kind is not suspicious") {
    CHECK(symptom_of({Kind::variable, Factor::environ, "API_KEY", "a", "b"}, "datetime UnicodeDecodeError") == "");
    CHECK(symptom_of({Kind::option, Factor::selection, "-k slow", "a", "b"}, "fixture 'cache' not found") == "");
    CHECK(symptom_of({Kind::umask, Factor::host, "umask", "a", "b"}, "assert 1 == 2") == "");
}
