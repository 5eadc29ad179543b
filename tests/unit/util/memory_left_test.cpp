#include "util/memory_left.hpp"

#include "catch.hpp"
#include "folder.hpp"

using testskew::how_many_fit;
using testskew::left_in_groups;

TEST_CASE("as many run side by side as fit into memory, and at least one") {
    CHECK(how_many_fit(4, 100, 1000) == 4);
    CHECK(how_many_fit(4, 100, 250) == 2);
    CHECK(how_many_fit(4, 100, 50) == 1);
    CHECK(how_many_fit(1, 100, 50) == 1);
}

TEST_CASE("where nobody knows the sizes, all of them run") {
    CHECK(how_many_fit(4, 0, 50) == 4);
    CHECK(how_many_fit(4, 100, 0) == 4);
}

TEST_CASE("the least of the limits of a control group and of those above it is what is left") {
    const Folder folder;
    constexpr std::uint64_t no_limit = ~std::uint64_t{0};
    const auto group = [&](const std::string& place, const std::string& limit, const std::string& used) {
        folder.write(place + "memory.max", limit + "\n");
        folder.write(place + "memory.current", used + "\n");
    };
    CHECK(left_in_groups(folder.path, "0::/job/step\n") == no_limit);
    group("job/", "1000", "100"), group("job/step/", "max", "50"), group("other/", "10", "0");
    CHECK(left_in_groups(folder.path, "0::/job/step\n") == 900);
    CHECK(left_in_groups(folder.path, "0::/job\n") == 900);
    CHECK(left_in_groups(folder.path, "0::/elsewhere\n") == no_limit);
    group("job/step/", "300", "50");
    CHECK(left_in_groups(folder.path, "0::/job/step\n") == 250);
    folder.write("job/step/memory.stat", "anon 10\ninactive_file 40\n");
    CHECK(left_in_groups(folder.path, "0::/job/step\n") == 290);
    group("job/step/", "300", "400");
    CHECK(left_in_groups(folder.path, "0::/job/step\n") == 0);
    group("", "200", "50");  // in a container
    CHECK(left_in_groups(folder.path, "0::/\n") == 150);
    CHECK(left_in_groups(folder.path, "") == no_limit);
    CHECK(left_in_groups(folder.path, "nothing of the kind\n1:\n::\n") == no_limit);
}

TEST_CASE("control groups of the first version have other names") {
    const Folder folder;
    folder.write("memory/job/memory.limit_in_bytes", "1000\n");
    folder.write("memory/job/memory.usage_in_bytes", "300\n");
    folder.write("memory/job/memory.stat", "total_inactive_file 100\n");
    CHECK(left_in_groups(folder.path, "9:cpu:/\n7:memory:/job/step\n0::/\n") == 800);
}

TEST_CASE("this machine says how much memory is left") { CHECK(testskew::memory_left() > 1000); }
