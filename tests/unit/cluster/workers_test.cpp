#include "cluster/workers.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "util/version.hpp"

using namespace testskew;
using namespace testskew::cluster;

namespace {

Interpreter python(const std::string& version, const std::string& build = "main") {
    Interpreter one;
    one.executable = "/usr/bin/python" + version;
    one.version = version;
    one.implementation = "cpython";
    one.build = build;
    one.libc = "glibc 2.36";
    return one;
}

Worker worker(const std::string& host, const std::vector<Interpreter>& interpreters, int threads = 1) {
    Worker one;
    one.address = "tcp://10.0.0.1:1";
    one.host = host;
    one.threads = threads;
    one.version = version();
    one.os = "Debian";
    one.cpu = "x86_64";
    one.workspace = "overlay";
    one.uv = "/usr/bin/uv";
    one.interpreters = interpreters;
    return one;
}

const std::vector<Interpreter> wanted = {python("3.11.7"), python("3.12.1")};

}  // namespace

TEST_CASE("workers that are alike form a kind, and the kind with the most slots is the first") {
    auto other = worker("c", wanted, 4);
    other.os = "Fedora";
    auto same = worker("b", {python("3.12.1"), python("3.11.7"), python("3.9.1")});
    same.interpreters[0].executable = "/elsewhere/python";
    const Kinds kinds = kinds_of({worker("a", wanted), other, same}, wanted);
    REQUIRE(kinds.kinds.size() == 2);
    CHECK(kinds.left_out.empty());
    CHECK(kinds.kinds[0].workers[0].host == "c");
    CHECK(kinds.kinds[0].slots() == 4);
    CHECK(kinds.kinds[1].workers.size() == 2);
    CHECK(kinds.kinds[1].slots() == 2);
    CHECK(kinds.kinds[1].name == "Debian, glibc 2.36, x86_64, overlay");
}

TEST_CASE("each thing in which surroundings differ makes another kind") {
    const auto key = kind_of(worker("a", wanted), wanted).key;
    for (auto change : std::vector<void (*)(Worker&)>{
             [](Worker& w) { w.os = "Fedora"; }, [](Worker& w) { w.cpu = "aarch64"; },
             [](Worker& w) { w.workspace = "copy"; }, [](Worker& w) { w.interpreters[1].build = "another"; },
             [](Worker& w) { w.interpreters[0].libc = "musl 1.2"; }}) {
        Worker other = worker("a", wanted);
        change(other);
        CHECK(kind_of(other, wanted).key != key);
    }
    Worker same = worker("b", {python("3.8.1"), wanted[0], wanted[1]}, 3);
    same.uv = "/other/uv";
    CHECK(kind_of(same, wanted).key == key);
}

TEST_CASE("a worker that cannot run the sessions is left out for a reason, said once for all that share it") {
    auto old = worker("old", wanted), bare = worker("bare", wanted), broken = worker("broken", wanted);
    old.version = "0.0.1";
    bare.uv = "";
    broken.problem = "testskew is not installed there";
    const Kinds kinds = kinds_of({old, bare, broken, worker("few", {python("3.12.1")}),
                                  worker("none", {python("3.11.8")}), worker("no", {python("3.11.8")})},
                                 wanted);
    CHECK(kinds.kinds.empty());
    CHECK(left_out_lines(kinds.left_out) ==
          std::vector<std::string>{
              std::string("old is left out: it has testskew 0.0.1, and this is ") + version(),
              "bare is left out: it has no uv: install it there, or set UV to its path",
              "broken is left out: testskew is not installed there",
              "few is left out: it has no Python 3.11.7: `uv python install 3.11.7` there",
              "none, no is left out: it has no Python 3.11.7, 3.12.1: `uv python install 3.11.7 3.12.1` there"});
}

TEST_CASE("of several interpreters of the version the one of the same build stands for it") {
    const std::vector<Interpreter> have = {python("3.11.7", "x"), python("3.11.7", "main"), python("3.11.7", "y")};
    CHECK(like(python("3.11.7", "main"), have) == &have[1]);
    CHECK(like(python("3.11.7", "none"), have) == have.data());
    CHECK(like(python("3.11.6"), have) == nullptr);
    auto free_threaded = python("3.11.7");
    free_threaded.free_threaded = true;
    CHECK(like(free_threaded, have) == nullptr);
}

TEST_CASE("the facts of a worker are read as they were written, and what cannot be read is its problem") {
    const Worker written = worker("", wanted);
    Worker read;
    auto document = facts_document(written);
    document["host"] = "node7";
    read_facts(document, read);
    CHECK(read.problem.empty());
    CHECK(read.host == "node7");
    CHECK(kind_of(read, wanted).key == kind_of(written, wanted).key);
    document.erase("os");
    Worker damaged;
    read_facts(document, damaged);
    CHECK(damaged.problem == "what it says of itself cannot be read");
    Worker other;
    read_facts({{"version", "9"}, {"new", 1}}, other);
    CHECK(other.problem.empty());
    CHECK(other.version == "9");
}

TEST_CASE("what is sent is private on this machine alone, or by TLS") {
    auto here = worker("a", {}), there = worker("b", {}), safe = worker("c", {});
    here.address = "tcp://127.0.0.1:40001";
    safe.address = "tls://10.0.0.9:40001";
    CHECK(is_private("tcp://127.0.0.1:8786", {here}));
    CHECK(is_private("tls://10.0.0.1:8786", {safe}));
    CHECK(is_private("", {here}));
    CHECK_FALSE(is_private("tcp://127.0.0.1:8786", {here, there}));
    CHECK_FALSE(is_private("tcp://10.0.0.1:8786", {}));
    CHECK_FALSE(is_private("tls://10.0.0.1:8786", {safe, there}));
}
