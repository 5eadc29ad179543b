#include "session/system_user.hpp"

#include <unistd.h>

#include "catch.hpp"

using testskew::session::system_user;

TEST_CASE("a user is found by its number and by its name") {
    const auto by_number = system_user(std::to_string(::geteuid()));
    if (::geteuid() == 0) {
        REQUIRE(by_number);
        CHECK(by_number->uid == 0);
    }
    const auto root = system_user("root");
    REQUIRE(root);
    CHECK(root->uid == 0);
    CHECK(root->gid == 0);
    CHECK_FALSE(root->groups.empty());
}

TEST_CASE("what is no user of this machine is not found, and is never an option or a command of the shell") {
    for (const char* name : {"no-such-user-here", "-u", "", "root; id -u root", "$(id)"}) {
        CAPTURE(name);
        CHECK_FALSE(system_user(name));
    }
}
