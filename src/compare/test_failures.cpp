#include "compare/test_failures.hpp"

#include "compare/chain_text.hpp"
#include "compare/identifiers.hpp"
#include "compare/server.hpp"
#include "compare/shown.hpp"
#include "model/node_id.hpp"
#include "util/text.hpp"

namespace testskew::compare {
namespace {

/// The failed phases of a test in the order of failures(), those of its subtests first.
std::vector<const PhaseRecord*> failed_phases(const TestRecord& test) {
    using enum TestPhase;
    std::vector<const PhaseRecord*> result;
    for (const TestPhase name : {setup, call, teardown, unknown}) {
        for (const bool subtests : {true, false})
            for (const PhaseRecord& phase : test.phases)
                if (phase.phase == name &&
                    (phase.outcome == PhaseOutcome::failed || phase.outcome == PhaseOutcome::error) &&
                    phase.subtests.empty() != subtests)
                    result.push_back(&phase);
    }
    return result;
}

Fingerprint identity(const TestRecord& test, const PhaseRecord& phase, const ServerChoice& server) {
    if (server.exception && server.role == ServerChoice::Role::identity)
        return fingerprint(server.exception->chain, test.id);
    std::string text = phase.chain.empty() ? "failed without an exception\nnames " +
                                                 join(identifiers(phase.message), " ") + "\nin " + test.id + "\n"
                                           : chain_text(phase.chain, test.id);
    if (server.exception && server.role == ServerChoice::Role::part)
        text += "with\n" + chain_text(server.exception->chain, test.id);
    return hashed(std::move(text));
}

Identified identify(const TestRecord& test, const PhaseRecord& phase, bool shown) {
    Identified result;
    const ServerChoice server = choose_server_exception(test, phase);
    result.fingerprint = identity(test, phase, server);
    if (!shown) return result;
    if (phase.chain.empty()) {
        result.failure = plain_failure("", phase.message, phase.phase);
    } else {
        result.failure = compare::shown(phase.chain, phase.phase);
    }
    if (result.failure.path.empty() && !phase.path.empty()) {
        // No line of the project failed, so the test itself is the place to look at.
        result.failure.path = phase.path;
        result.failure.line = phase.line;
        result.failure.function = function_of(test.id);
    }
    if (phase.message != result.failure.message) result.failure.assertion = phase.message;
    if (server.exception) show_server_exception(result.failure, *server.exception);
    return result;
}

}  // namespace

std::vector<Identified> failures(const TestRecord& test) {
    std::vector<Identified> result;
    if (test.outcome == Outcome::crashed || test.outcome == Outcome::timed_out) {
        const bool crashed = test.outcome == Outcome::crashed;
        result.push_back(
            {hashed((crashed ? "crashed in " : "timed out in ") + test.id + "\n"),
             plain_failure("", crashed ? "the process died while this test ran" : "this test did not end in time",
                           TestPhase::call)});
    } else if (test.outcome != Outcome::failed && test.outcome != Outcome::error) {
        return result;
    }
    for (const PhaseRecord* phase : failed_phases(test))
        if (phase->phase != TestPhase::unknown) result.push_back(identify(test, *phase, true));
    if (result.empty())
        result.push_back({hashed("failed without an exception\nin " + test.id + "\n"),
                          plain_failure("", "failed; the recording does not say how", TestPhase::call)});
    return result;
}

std::optional<Identified> first_failure(const TestRecord& test, bool shown) {
    if (test.outcome == Outcome::failed || test.outcome == Outcome::error)
        for (const PhaseRecord* phase : failed_phases(test))
            if (phase->phase != TestPhase::unknown) return identify(test, *phase, shown);
    auto all = failures(test);
    return all.empty() ? std::nullopt : std::optional(std::move(all.front()));
}

}  // namespace testskew::compare
