#include "explain/swallowed.hpp"

#include "catch.hpp"
#include "explain/explain.hpp"

using namespace testskew;
using explain::subject_of_message;

namespace {

Swallowed batched(const std::string& handler) {
    Swallowed result;
    result.type = "AttributeError", result.message = "module 'itertools' has no attribute 'batched'";
    result.raised_at = Frame{"app/page.py", 4, "pages", "return itertools.batched(rows, 2)", true};
    result.handled_at = Frame{"app/dispatch.py", 6, "dispatch", handler, true};
    result.hook = "monitoring";
    return result;
}

std::string name_of(const std::string& type, const std::string& message) {
    const auto subject = subject_of_message(type, message);
    return subject ? subject->name + " " + subject->member + " " + subject->kind : "";
}

/// A cluster whose test saw only a status, and whose cause is the interpreter.
Cluster hidden(std::vector<Swallowed> swallowed) {
    Cluster cluster;
    cluster.error.type = "AssertionError", cluster.error.message = "assert 500 == 200";
    cluster.swallowed = std::move(swallowed);
    return cluster;
}

std::vector<CauseApi> explained(const Cluster& cluster) {
    Cause cause;
    cause.factors = {Factor::interpreter}, cause.verdict = VerdictKind::proven;
    return explain::explain(cause, cluster, {}, "3.11.7", "3.12.1");
}

}  // namespace

TEST_CASE("the message of an exception says what it is about where it leaves no doubt") {
    CHECK(name_of("AttributeError", "module 'itertools' has no attribute 'batched'") ==
          "itertools attribute batched l");
    CHECK(name_of("AttributeError", "'PosixPath' object has no attribute 'walk'").empty());
    CHECK(name_of("AttributeError", "module 'itertools").empty());
    CHECK(name_of("ImportError", "cannot import name 'UTC' from 'datetime' (/usr/lib/python3.10/datetime.py)") ==
          "datetime attribute UTC l");
    CHECK(name_of("ImportError", "cannot import name 'UTC'").empty());
    CHECK(name_of("ModuleNotFoundError", "No module named 'tomllib'") == "tomllib module l");
    CHECK(name_of("ModuleNotFoundError", "no luck").empty());
    CHECK(name_of("KeyError", "No module named 'tomllib'").empty());
}

TEST_CASE("what only the failing side swallowed is explained, and where it was swallowed is told") {
    const auto found = explained(hidden({batched("except Exception:")}));
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "itertools.batched");
    CHECK(found[0].since == "3.12");
    CHECK(found[0].swallowed_at == "app/dispatch.py:6");
}

TEST_CASE("the subject that the probe has found is believed before the message") {
    Swallowed walk = batched("except Exception:");
    ExceptionRecord record;
    record.type = "AttributeError", record.message = "'PosixPath' object has no attribute 'walk'";
    record.subject.emplace();
    record.subject->name = "pathlib.PosixPath", record.subject->member = "attribute walk", record.subject->kind = "l";
    walk.chain = {record};
    const auto found = explained(hidden({walk}));
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "pathlib.Path.walk");
}

TEST_CASE("what the project waits for by name explains only if nothing else does") {
    Swallowed module = batched("except ImportError:");
    module.type = "ModuleNotFoundError", module.message = "No module named 'asyncio.runners2'";
    CHECK(explain::is_foreseen(module));
    CHECK_FALSE(explain::is_foreseen(batched("except Exception:")));
    CHECK(explain::is_foreseen(batched("except (KeyError, AttributeError):")));
    CHECK(explain::is_foreseen(batched("with contextlib.suppress(AttributeError):")));
    CHECK_FALSE(explain::is_foreseen(batched("with contextlib.suppress(Exception):")));
    Swallowed foreseen = batched("except AttributeError:");
    foreseen.message = "module 'calendar' has no attribute 'Month'";
    const auto found = explained(hidden({foreseen, batched("except Exception:")}));
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "itertools.batched");
    CHECK(explained(hidden({foreseen})).size() == 1);
}

TEST_CASE("a failure that speaks for itself needs nothing that was swallowed") {
    Cluster cluster = hidden({batched("except Exception:")});
    ExceptionRecord record;
    record.type = "AttributeError", record.message = "module 'math' has no attribute 'sumprod'";
    record.subject = subject_of_message(record.type, record.message);
    cluster.error.chain = {record};
    const auto found = explained(cluster);
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "math.sumprod");
    CHECK(found[0].swallowed_at.empty());
}

TEST_CASE("without a line of the project that caught it, the place that raised it is named") {
    Swallowed one = batched("except Exception:");
    one.handled_at = Frame{"<site>/starlette/routing.py", 9, "run", "except Exception:", false};
    CHECK(explain::swallowing_place(one) == "app/page.py:4");
    one.raised_at.reset(), one.by = "starlette";
    CHECK(explain::swallowing_place(one) == "starlette");
}
