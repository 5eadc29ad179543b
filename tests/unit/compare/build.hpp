#pragma once
// Small recordings for the tests of compare/ .
#include "model/recording.hpp"

namespace testskew::build {

inline Frame project(const std::string& path, const std::string& function, const std::string& source, int line = 1) {
    return {path, line, function, source, true};
}
inline Frame library(const std::string& path, const std::string& function) { return {path, 1, function, "x", false}; }

inline ExceptionRecord raised(const std::string& type, const std::string& message, std::vector<Frame> frames,
                              const std::string& link = "") {
    ExceptionRecord e;
    e.type = type, e.message = message, e.frames = std::move(frames), e.link = link;
    return e;
}

inline TestRecord test(const std::string& id, Outcome outcome, ExceptionChain chain = {},
                       TestPhase phase = TestPhase::call) {
    TestRecord t;
    t.id = id, t.outcome = outcome;
    if (outcome == Outcome::failed || outcome == Outcome::error) {
        PhaseRecord p;
        p.phase = phase, p.outcome = PhaseOutcome::failed, p.chain = std::move(chain);
        t.phases.push_back(p);
    }
    return t;
}

inline Recording session(const std::string& profile, std::vector<TestRecord> tests) {
    Recording r;
    r.profile = profile, r.complete = r.probe_loaded = true;
    r.tests = std::move(tests);
    for (const auto& t : r.tests) r.selected.push_back(t.id);
    return r;
}

inline CollectRecord not_collected(const std::string& id, ExceptionChain chain) {
    return {id, CollectOutcome::failed, std::move(chain), ""};
}

inline ServerException server(const std::string& hook, int status, ExceptionChain chain) {
    ServerException s;
    s.hook = hook, s.phase = TestPhase::call, s.chain = std::move(chain);
    s.request = Request{"GET", "/", status};
    return s;
}

}  // namespace testskew::build
