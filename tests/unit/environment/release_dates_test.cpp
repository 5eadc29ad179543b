#include "environment/release_dates.hpp"

#include "catch.hpp"

using testskew::environment::first_upload;

TEST_CASE("the day of a release is that of its first upload") {
    CHECK(first_upload("sdist = { upload-time = 2024-08-28T12:54:01Z, size = 1 }\nwheels = [{ upload-time = "
                       "2024-08-27T12:53:59.123Z }, { upload-time = 2024-09-01T00:00:00Z }]") == "2024-08-27");
    CHECK(first_upload("wheels = [{ url = \"x\", size = 3 }]").empty());  // the index does not say the date
    CHECK(first_upload("upload-time = \"soon\"").empty());
    CHECK(first_upload("upload-time = 2024").empty());
    CHECK(first_upload("").empty());
}
