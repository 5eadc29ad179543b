#include "environment/kept_resolution.hpp"

#include <sys/stat.h>

#include "catch.hpp"
#include "private_cache.hpp"

using namespace testskew;
using namespace testskew::environment;

namespace {

KeptResolution example() {
    KeptResolution kept;
    kept.time = 1'700'000'000;
    kept.packages["six"] = {"1.17.0", "six==1.17.0"};
    kept.packages["lib"] = {"", "lib @ git+https://token@h/lib"};
    kept.local = {{".", {"test"}, true, "demo"}, {"lib", {}, false, ""}};
    kept.notes = {"a note"};
    kept.fidelity = {{"seed", "venv", "nothing"}};
    return kept;
}

}  // namespace

TEST_CASE("a resolution comes back as it was kept") {
    const PrivateCache cache;
    CHECK_FALSE(kept_resolution("key"));
    keep_resolution("key", example());
    const auto kept = kept_resolution("key");
    REQUIRE(kept);
    CHECK(kept->time == example().time);
    CHECK(kept->packages == example().packages);
    CHECK(kept->local == example().local);
    CHECK(kept->notes == example().notes);
    REQUIRE(kept->fidelity.size() == 1);
    CHECK(kept->fidelity[0].got == "nothing");
    CHECK_FALSE(kept_resolution("another"));
}

TEST_CASE("a resolution may hold a token: nobody else can read it") {
    const PrivateCache cache;
    keep_resolution("key", example());
    struct stat status{};
    REQUIRE(::stat((cache.folder.path / "testskew/resolutions/key.json").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);
}

TEST_CASE("a file of another form is no resolution") {
    const PrivateCache cache;
    const std::string file = "testskew/resolutions/key.json";
    for (const char* text : {"", "[]", "{}", "{\"schema\": \"1\"}", "{\"schema\": 2}", "{\"schema\": 1, \"time\": 3}",
                             "{\"schema\": 1, \"time\": 3, \"packages\": {\"six\": 1}}"}) {
        cache.folder.write(file, text);
        CHECK_FALSE(kept_resolution("key"));
    }
}

TEST_CASE("a cache that cannot be written is no error") {
    const PrivateCache cache;
    cache.folder.write("testskew/resolutions", "a file where the folder should be");
    keep_resolution("key", example());
    CHECK_FALSE(kept_resolution("key"));
}
