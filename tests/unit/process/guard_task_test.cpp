#include "process/guard_task.hpp"

#include "catch.hpp"

using namespace testskew;
using process::GuardTask;

TEST_CASE("a guard's task arrives as it was sent, whatever bytes it has") {
    GuardTask sent;
    sent.argv = {"/bin/\xff\xfe", "", "a\nb"};
    sent.environ = {{"EMPTY", ""}, {"BYTES", "\x80\xc3(\xff"}, {"TEXT", "grün"}};
    sent.directory = "/tmp/\xe9";
    sent.entrance = {{{"/p", {"/l1", "/l2\xff"}, "/u", "/w"}, {"/q", {"/q"}, "/u2", "/w2"}}, "/p"};
    sent.sandbox = process::Sandbox{{"/p", "/x\xff"}};
    sent.host.umask = 022;
    sent.host.processors = 2;
    sent.host.limits = {{"nofile", 7, 1024}, {"as", 9, std::nullopt}};
    sent.host.user = {1000, 1001, {1001, 4}};
    sent.terminal = true;
    const GuardTask got = process::task_from(process::to_bytes(sent));
    CHECK(got.argv == sent.argv);
    CHECK(got.environ == sent.environ);
    CHECK(got.directory == sent.directory);
    REQUIRE(got.entrance.overlays.size() == 2);
    CHECK(got.entrance.overlays[0].lowers == sent.entrance.overlays[0].lowers);
    CHECK(got.entrance.overlays[1].target == "/q");
    CHECK(got.entrance.overlays[1].upper == "/u2");
    CHECK(got.entrance.overlays[1].work == "/w2");
    CHECK(got.entrance.directory == "/p");
    REQUIRE(got.sandbox);
    CHECK(got.sandbox->writable == sent.sandbox->writable);
    CHECK(got.host.umask == 022u);
    CHECK(got.host.processors == 2);
    REQUIRE(got.host.limits.size() == 2);
    CHECK(got.host.limits[0].name == "nofile");
    CHECK(got.host.limits[0].number == 7);
    CHECK(got.host.limits[0].value == 1024u);
    CHECK_FALSE(got.host.limits[1].value);
    REQUIRE(got.host.user);
    CHECK(got.host.user->uid == 1000);
    CHECK(got.host.user->gid == 1001);
    CHECK(got.host.user->groups == sent.host.user->groups);
    CHECK(got.terminal);
    CHECK_FALSE(got.own_streams);
}

TEST_CASE("what a task leaves open stays open") {
    GuardTask sent;
    sent.argv = {"/bin/true"};
    sent.own_streams = true;
    const GuardTask got = process::task_from(process::to_bytes(sent));
    CHECK(got.environ.empty());
    CHECK(got.directory.empty());
    CHECK(got.entrance.overlays.empty());
    CHECK_FALSE(got.sandbox);
    CHECK_FALSE(got.host.umask);
    CHECK_FALSE(got.host.processors);
    CHECK_FALSE(got.host.user);
    CHECK(got.own_streams);
}

TEST_CASE("bytes that are no task are refused") {
    CHECK_THROWS(process::task_from(""));
    CHECK_THROWS(process::task_from(process::to_bytes({}).substr(0, 40)));
}
