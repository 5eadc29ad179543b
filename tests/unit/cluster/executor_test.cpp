#include "cluster/executor.hpp"

#include "catch.hpp"
#include "util/error.hpp"

using namespace testskew;
using cluster::read_executor;

TEST_CASE("an executor is the address of a scheduler in Dask's words, or a number of local workers") {
    CHECK(read_executor("dask://10.0.0.7:8786").address == "tcp://10.0.0.7:8786");
    CHECK(read_executor("dask+tls://head.example.org:8786").address == "tls://head.example.org:8786");
    CHECK(read_executor("dask://[::1]:8786").address == "tcp://[::1]:8786");
    CHECK(read_executor("dask://h:1").local == 0);
    CHECK(read_executor("dask-local:2").local == 2);
    CHECK(read_executor("dask-local:2").address.empty());
}

TEST_CASE("what is no executor is named, with what there is") {
    for (const char* wrong :
         {"", "dask", "dask://", "dask://host", "dask://:8786", "dask://host:0", "dask://host:70000", "dask://a b:8786",
          "dask-local:", "dask-local:0", "dask-local:65", "dask-local:2x", "tcp://host:8786", "dask://host:8786/"})
        CHECK_THROWS_AS(read_executor(wrong), Error);
}
