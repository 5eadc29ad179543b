#include "compare/session_failures.hpp"

#include <algorithm>
#include <string_view>

#include "compare/identifiers.hpp"
#include "compare/shown.hpp"
#include "util/last_error_line.hpp"
#include "util/text.hpp"

namespace testskew::compare {

Identified failure(const CollectRecord& collect) {
    Identified result;
    if (collect.chain.empty()) {
        std::string error = collect.message;  // In pytest's own text, the lines marked with E are the exception.
        for (const auto& line : split(collect.message, '\n'))
            if (line.starts_with("E ")) error = std::string(trim(std::string_view(line).substr(2)));
        result.fingerprint =
            hashed("not collected\nnames " + join(identifiers(error), " ") + "\nin " + collect.id + "\n");
        result.failure = plain_failure("", error, TestPhase::collect);
    } else {
        result.fingerprint = fingerprint(collect.chain, collect.id);
        result.failure = shown(collect.chain, TestPhase::collect);
    }
    return result;
}

std::optional<Identified> session_failure(const Recording& recording) {
    if (!recording.complete && recording.usage_error.empty()) return std::nullopt;
    const bool ran = std::any_of(recording.tests.begin(), recording.tests.end(),
                                 [](const TestRecord& t) { return t.outcome != Outcome::not_run; });
    const bool collect_failed = std::any_of(recording.collection.begin(), recording.collection.end(),
                                            [](const CollectRecord& c) { return c.outcome == CollectOutcome::failed; });
    if (ran || collect_failed) return std::nullopt;
    Identified result;
    if (!recording.usage_error.empty()) {
        result.fingerprint = hashed("usage error\nnames " + join(identifiers(recording.usage_error), " ") + "\n");
        result.failure = plain_failure("pytest.UsageError", recording.usage_error, TestPhase::session);
    } else if (recording.timed_out) {
        result.fingerprint = hashed("session timed out before any test\n");
        result.failure = plain_failure("", "the session did not come to its first test in time", TestPhase::session);
    } else if (recording.signal || (recording.exit_status != 0 && recording.exit_status != 5)) {
        const std::string text = recording.err.empty() ? recording.out : recording.err;
        const std::string line(last_error_line(text));
        result.fingerprint = hashed("session died before any test\nnames " + join(identifiers(line), " ") + "\n");
        result.failure =
            plain_failure("", line.empty() ? "the session ended before any test ran" : line, TestPhase::session);
    } else {
        return std::nullopt;
    }
    return result;
}

}  // namespace testskew::compare
