#include "hook/push.hpp"

#include "catch.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::hook;

namespace {

const std::string some(40, 'a'), other(40, 'b'), none(40, '0');

}  // namespace

TEST_CASE("the lines of git's pre-push hook are read") {
    const auto refs = parse_refs("refs/heads/main " + some + " refs/heads/main " + other + "\n" +  //
                                 "(delete) " + none + " refs/heads/old " + other + "\n" +          //
                                 "refs/tags/v1 " + some + " refs/tags/v1 " + none + "\n" +         //
                                 "refs/notes/commits " + some + " refs/notes/commits " + none + "\n");
    REQUIRE(refs.size() == 4);
    CHECK(refs[0] == PushedRef{"refs/heads/main", some, "refs/heads/main", other});
    CHECK_FALSE(refs[0].deletes());
    CHECK_FALSE(refs[0].is_new());
    CHECK(refs[1].deletes());
    CHECK(refs[1].shown() == "old");
    CHECK(refs[2].is_tag());
    CHECK(refs[2].is_new());
    CHECK(refs[3].holds_no_tests());
    CHECK(parse_refs("").empty());
    CHECK(parse_refs("\n").empty());
}

TEST_CASE("a local ref may be any expression, also with blanks") {
    const auto refs = parse_refs("HEAD^{/fix a b} " + some + " refs/heads/x " + none);
    REQUIRE(refs.size() == 1);
    CHECK(refs[0].local_ref == "HEAD^{/fix a b}");
    CHECK(refs[0].local_id == some);
    const std::string sha256(64, 'c');
    CHECK(parse_refs("HEAD " + sha256 + " refs/heads/x " + sha256)[0].local_id == sha256);
}

TEST_CASE("what is no line of git is an error that shows it") {
    CHECK_THROWS_WITH(parse_refs("refs/heads/main " + some + " refs/heads/main " + other + "\nhello\n"),
                      ContainsSubstring("line 2") && ContainsSubstring("hello"));
    CHECK_THROWS_AS(parse_refs(some + " refs/heads/main " + other), Error);
    CHECK_THROWS_AS(parse_refs("a " + some + " b " + std::string(39, 'a')), Error);
    CHECK_THROWS_AS(parse_refs(std::string(100000, 'x')), Error);
}

TEST_CASE("pre-commit tells in its environ what is pushed") {
    CHECK_FALSE(pre_commit_push({{"PATH", "/bin"}}));
    const auto push = pre_commit_push({{"PRE_COMMIT", "1"},
                                       {"PRE_COMMIT_FROM_REF", other},
                                       {"PRE_COMMIT_TO_REF", some},
                                       {"PRE_COMMIT_LOCAL_BRANCH", "refs/heads/main"},
                                       {"PRE_COMMIT_REMOTE_BRANCH", "refs/heads/main"},
                                       {"PRE_COMMIT_REMOTE_NAME", "origin"}});
    REQUIRE(push);
    CHECK(push->remote == "origin");
    CHECK(push->refs == std::vector<PushedRef>{{"refs/heads/main", some, "refs/heads/main", other}});
    const auto first = pre_commit_push({{"PRE_COMMIT", "1"}, {"PRE_COMMIT_LOCAL_BRANCH", "refs/heads/main"}});
    CHECK(first->refs[0].local_id == "refs/heads/main");
    CHECK(first->refs[0].is_new());
    CHECK(pre_commit_push({{"PRE_COMMIT", "1"}})->refs[0].local_id == "HEAD");
}
