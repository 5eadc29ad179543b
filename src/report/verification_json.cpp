#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "report/verification.hpp"
#include "util/version.hpp"

namespace testskew::report {
namespace {

using Json = nlohmann::ordered_json;

std::string word(Standing standing) {
    switch (standing) {
        case Standing::gone: return "gone";
        case Standing::no_result: return "no result";
        case Standing::not_run: return "not run";
        case Standing::changed: return "changed";
        case Standing::sometimes: return "sometimes";
        case Standing::still: break;
    }
    return "still";
}

Json word(NotRun why) {
    switch (why) {
        case NotRun::absent: return "absent";
        case NotRun::skipped: return "skipped";
        case NotRun::expected: return "expected to fail";
        case NotRun::deselected: return "deselected";
        case NotRun::not_reached: return "not reached";
        case NotRun::none: break;
    }
    return nullptr;
}

std::string word(Undone undone) {
    switch (undone) {
        case Undone::untried: return "untried";
        case Undone::comes_back: return "comes back";
        case Undone::in_part: return "comes back in part";
        case Undone::otherwise: return "fails otherwise";
        case Undone::stays_away: return "stays away";
        case Undone::no_change: return "no change";
        case Undone::not_known: break;
    }
    return "not known";
}

std::string word(NewFailure kind) {
    switch (kind) {
        case NewFailure::broken: return "broken";
        case NewFailure::passed: return "passed before";
        case NewFailure::unseen: return "new";
        case NewFailure::flaky: return "flaky";
        case NewFailure::unsteady: return "flaky now";
        case NewFailure::steadier: return "fails always now";
        case NewFailure::failed_too: break;
    }
    return "failed before";
}

Json side_json(const StandingOnSide& side) {
    return {{"side", side.side},
            {"failed_in_the_run", side.failed_before},
            {"standing", word(side.standing)},
            {"why", word(side.why)},
            {"failed", side.failed},
            {"sessions", side.sessions},
            {"tests", side.tests},
            {"instead", side.instead},
            {"error", side.error}};
}

Json problem_json(const VerifiedProblem& problem) {
    Json sides = Json::array();
    for (const StandingOnSide& side : problem.sides) sides.push_back(side_json(side));
    return {{"problem", problem.number > 0 ? Json(problem.number) : Json(nullptr)},
            {"kind", to_string(problem.kind)},
            {"error", problem.error},
            {"tests", problem.tests},
            {"sides", sides},
            {"without_the_change",
             {{"result", word(problem.undone)},
              {"sides", problem.undone_on},
              {"failed", problem.came_back},
              {"sessions", problem.undone_sessions}}}};
}

}  // namespace

std::string verification_json(const Verification& verification, const Secrets& secrets) {
    Json sides = Json::array(), problems = Json::array(), broken = Json::array();
    for (const VerifiedSide& side : verification.sides) {
        Json outcomes = Json::object();
        for (const auto& [outcome, count] : side.outcomes) outcomes[to_string(outcome)] = count;
        Json moved = Json::array(), not_run = Json::array(), reasons = Json::array();
        for (const NotRunTest& test : side.not_run) {
            not_run.push_back(test.id);
            reasons.push_back(word(test.why));
        }
        for (const MovedDelta& delta : side.moved) moved.push_back(moved_words(delta));
        sides.push_back({{"name", side.name},
                         {"python", side.python},
                         {"further", side.further},
                         {"outcomes", outcomes},
                         {"seconds", side.seconds},
                         {"problem", early_end_words(side)},
                         {"moved", moved},
                         {"not_run", not_run},
                         {"not_run_why", reasons}});
    }
    for (const VerifiedProblem& problem : verification.problems) problems.push_back(problem_json(problem));
    for (const BrokenTest& one : verification.broken)
        broken.push_back({{"side", one.side},
                          {"id", one.id},
                          {"error", one.error},
                          {"kind", word(one.kind)},
                          {"failed", one.failed},
                          {"sessions", one.sessions},
                          {"without_the_change", {{"failed", one.failed_before}, {"sessions", one.sessions_before}}}});
    Json document = {{"schema", 1},
                     {"tool", {{"name", "testskew"}, {"version", version()}}},
                     {"run", verification.run},
                     {"verified", verification.exit_code == ExitCode::ok},
                     {"exit_code", static_cast<int>(verification.exit_code)},
                     {"headline", verification_headline(verification)},
                     {"sides", sides},
                     {"problems", problems},
                     {"broken", broken},
                     {"changed", verification.files_known ? Json(verification.changed) : Json(nullptr)},
                     {"notes", verification.notes},
                     {"seconds", verification.seconds}};
    hide_secrets(document, secrets);
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace testskew::report
