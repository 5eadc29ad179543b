#include "verify/verify.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "model/node_id.hpp"
#include "util/once.hpp"
#include "util/text.hpp"
#include "verify/described.hpp"
#include "verify/new_failures.hpp"
#include "verify/sessions.hpp"

namespace testskew::verify {
namespace {

const std::vector<Kind> now_kinds = {&Seen::alone, &Seen::whole};
const std::vector<Kind> then_kinds = {&Seen::then_alone, &Seen::then_whole};

using State = compare::TestView::State;

/// What was observed in the run about a test on a side.
bool failed_before(const Cluster& cluster, const Checked& side) {
    if (side.further) return false;
    return std::any_of(cluster.tests.begin(), cluster.tests.end(), [&](const ClusterTest& test) {
        return is_failure(side.from == SideName::bad ? test.bad : test.good);
    });
}

bool failed_before(const Problem& problem, const Checked& side) {
    const auto failed = [&](const Cluster* cluster) {
        if (failed_before(*cluster, side)) return true;
        const Repetition& again = cluster->repetition;
        return !side.further && (side.from == SideName::bad ? again.failed_bad : again.failed_good) > 0;
    };
    return std::any_of(problem.clusters.begin(), problem.clusters.end(), failed);
}

class Verifier {
public:
    Verifier(runner::SessionRunner& runner, const Question& question)
        : question_(question), sessions_(runner, question) {
        result_.files_known = question.files_known;
        for (const Checked& side : question.sides) {
            before_.emplace_back();
            if (side.before) before_.back().emplace(*side.before, side.extra);
        }
    }

    Verification run() {
        what_failed();
        the_rest();
        judge_problems();
        for (std::size_t side = 0; side < sides(); ++side)
            result_.sides.push_back(described(question_.sides[side], whole(side)));
        result_.broken = new_failures(question_, sessions_);
        if (question_.undo) undo();
        return std::move(result_);
    }

private:
    std::size_t sides() const { return question_.sides.size(); }

    bool flaky(const Problem& problem) const { return problem.kind == ClusterKind::flaky; }

    int repeats(const Problem& problem) const {
        if (!flaky(problem)) return 1;
        return question_.repeats > 0 ? question_.repeats : repeats_for(problem.failed, problem.sessions);
    }

    /// In how many sessions of the whole selection a problem is looked for: a flaky one that never came alone comes
    /// among the others only.
    int whole_repeats(const Problem& problem) const {
        return !flaky(problem) || (runs_alone(problem) && !problem.among_others_only) ? 1 : repeats(problem);
    }

    int alone_repeats(const Problem& problem) const { return problem.among_others_only ? 1 : repeats(problem); }

    int most_whole() const {
        int most = 1;
        for (const Problem& problem : question_.problems) most = std::max(most, whole_repeats(problem));
        return most;
    }

    /// Plans the tests of these problems alone, as often as each of them needs. `usable` leaves out tests.
    void plan_alone(std::size_t side, Kind kind, const std::function<bool(std::size_t)>& wanted,
                    const std::string& reason, const std::function<bool(const std::string&)>& usable) {
        int most = 0;
        for (std::size_t i = 0; i < question_.problems.size(); ++i)
            if (wanted(i)) most = std::max(most, alone_repeats(question_.problems[i]));
        for (int round = 0; round < most; ++round) {
            std::vector<std::string> ids;
            for (std::size_t i = 0; i < question_.problems.size(); ++i) {
                const Problem& problem = question_.problems[i];
                if (!wanted(i) || !runs_alone(problem) || round >= alone_repeats(problem)) continue;
                for (const std::string& id : ids_of(problem))
                    if (usable(id)) append_once(ids, id);
            }
            if (!ids.empty()) sessions_.plan(side, kind, ids, reason);
        }
    }

    void what_failed() {
        const auto all = [](std::size_t) { return true; };
        const auto any = [](const std::string&) { return true; };
        for (std::size_t side = 0; side < sides(); ++side)
            plan_alone(side, &Seen::alone, all, "what failed in the run, with the files as they are now", any);
        sessions_.run();
    }

    /// The whole selection; then, where pytest refused to run what failed because a test is not there any more, those
    /// of the tests that are.
    void the_rest() {
        for (std::size_t side = 0; side < sides(); ++side)
            sessions_.plan(side, &Seen::whole, {}, "the whole selection, with the files as they are now");
        sessions_.run();
        for (std::size_t side = 0; side < sides(); ++side)
            for (int i = 1; i < most_whole(); ++i)
                sessions_.plan(side, &Seen::whole, {},
                               "everything again, as a flaky failure came among the others only");
        sessions_.run();
        for (std::size_t side = 0; side < sides(); ++side) {
            if (!sessions_.of(side).alone.empty()) continue;
            const compare::RecordingIndex index(whole(side));
            const auto there = [&](const std::string& id) { return index.test(id) || index.collect_failure(id); };
            plan_alone(
                side, &Seen::alone, [](std::size_t) { return true; }, "what failed in the run and is there still",
                there);
        }
        sessions_.run();
    }

    const Recording& whole(std::size_t side) const { return sessions_.whole(side); }

    void judge_problems() {
        for (const Problem& problem : question_.problems) {
            VerifiedProblem judged;
            judged.number = problem.number;
            judged.kind = problem.kind;
            judged.error = problem.error;
            for (const Cluster* cluster : problem.clusters) judged.tests += static_cast<long>(cluster->tests.size());
            for (std::size_t side = 0; side < sides(); ++side) judged.sides.push_back(judged_on(problem, side));
            result_.problems.push_back(std::move(judged));
        }
    }

    StandingOnSide judged_on(const Problem& problem, std::size_t side) const {
        const Checked& checked = question_.sides[side];
        const bool failed = failed_before(problem, checked);
        // Where the tests passed, whole sessions alone count, as those of the run did: some tests need others first.
        Sightings sightings =
            sessions_.sightings(side, problem, failed || checked.further ? now_kinds : std::vector<Kind>{&Seen::whole});
        // Where a test was not collected in the run on this side, and is not now, there is nothing to be gone.
        leave_out_what_never_ran(side, sightings);
        const bool alike = leave_out_what_both_skip(side, sightings);
        StandingOnSide standing = standing_of(sightings);
        if (standing.standing == Standing::sometimes && !flaky(problem)) {
            // What fails among the others, and not alone, does not come and go.
            const auto among = standing_of(sessions_.sightings(side, problem, {&Seen::whole}));
            if (among.standing == Standing::still) standing = among;
        }
        if (sightings.empty() && (alike || !failed)) standing.standing = Standing::gone;
        standing.side = checked.now.name;
        standing.failed_before = failed;
        if (standing.why == NotRun::absent) standing.instead = renamed(side, standing.tests);
        if (standing.standing == Standing::changed && !standing.tests.empty())
            standing.error = error_of(whole(side), standing.tests.front());
        return standing;
    }

    /// Where a test had no result in the run on this side, and has none now, there is nothing to be gone. Of a further
    /// profile nothing is known from before: what is skipped there, or not there, is not run there.
    void leave_out_what_never_ran(std::size_t side, Sightings& sightings) const {
        const auto all = [](const std::vector<Sighting>& seen, std::initializer_list<Sighting> of) {
            return std::all_of(seen.begin(), seen.end(),
                               [&](Sighting one) { return std::find(of.begin(), of.end(), one) != of.end(); });
        };
        using enum Sighting;
        if (question_.sides[side].further)
            std::erase_if(sightings, [&](const auto& one) { return all(one.second, {skipped, absent}); });
        if (!before_[side]) return;
        std::erase_if(sightings, [&](const auto& one) {
            const State state = before_[side]->view(one.first, false).state;
            const bool ran = state == State::passing || state == State::failing;
            return !ran && all(one.second, {passes, skipped, expected, absent, nothing});
        });
    }

    /// What is skipped now, and was skipped in the run on another side on which it could be collected, is as it was
    /// there. Returns true if there is such a test.
    bool leave_out_what_both_skip(std::size_t side, Sightings& sightings) const {
        std::set<std::string> skipped;
        for (std::size_t other = 0; other < sides(); ++other) {
            if (other == side || !before_[other]) continue;
            for (const auto& [id, seen] : sightings)
                if (before_[other]->view(id, false).state == State::skipped) skipped.insert(id);
        }
        return std::erase_if(sightings, [&](const auto& one) {
                   return skipped.count(one.first) && std::all_of(one.second.begin(), one.second.end(),
                                                                  [](Sighting s) { return s == Sighting::skipped; });
               }) > 0;
    }

    std::vector<std::string> renamed(std::size_t side, const std::vector<std::string>& gone) const {
        std::set<std::string> old(gone.begin(), gone.end());
        if (question_.collected) old.insert(question_.collected->selected.begin(), question_.collected->selected.end());
        std::vector<std::string> fresh, found;
        for (const std::string& id : whole(side).selected)
            if (!old.count(id)) fresh.push_back(id);
        for (const std::string& id : gone)
            for (const std::string& other : renamed_to(id, fresh)) append_once(found, other);
        return found;
    }

    /// True if the failure was on this side, and is gone there.
    bool mended(std::size_t problem, std::size_t side) const {
        const StandingOnSide& standing = result_.problems[problem].sides[side];
        return standing.failed_before && standing.standing == Standing::gone;
    }

    void undo() {
        if (!question_.changed || !question_.files_known) {
            for (std::size_t i = 0; i < result_.problems.size(); ++i)
                for (std::size_t side = 0; side < sides(); ++side)
                    if (mended(i, side))
                        result_.problems[i].undone = question_.files_known ? Undone::no_change : Undone::not_known;
            return;
        }
        const auto any = [](const std::string&) { return true; };
        for (std::size_t side = 0; side < sides(); ++side)
            plan_alone(
                side, &Seen::then_alone, [&](std::size_t i) { return mended(i, side); },
                "what is gone now, with the change undone", any);
        sessions_.run();
        // What does not fail alone may fail among the others.
        for (std::size_t side = 0; side < sides(); ++side) {
            const bool need = [&] {
                for (std::size_t i = 0; i < question_.problems.size(); ++i)
                    if (mended(i, side) && undone(i, side) != Undone::comes_back) return true;
                return false;
            }();
            const int had = static_cast<int>(sessions_.of(side).then_whole.size());
            for (int i = had; need && i < most_whole(); ++i)
                sessions_.plan(side, &Seen::then_whole, {}, "everything with the change undone");
        }
        sessions_.run();
        for (std::size_t i = 0; i < question_.problems.size(); ++i) settle(i);
    }

    Undone undone(std::size_t problem, std::size_t side) const {
        const Problem& asked = question_.problems[problem];
        return undone_of(sessions_.sightings(side, asked, then_kinds), !flaky(asked));
    }

    /// Of several sides on which the failure is gone, the one that speaks most against the change decides.
    void settle(std::size_t problem) {
        VerifiedProblem& judged = result_.problems[problem];
        const auto weight = [](Undone undone) {
            switch (undone) {
                case Undone::stays_away: return 5;
                case Undone::not_known: return 4;
                case Undone::in_part: return 3;
                case Undone::otherwise: return 2;
                case Undone::comes_back: return 1;
                default: return 0;
            }
        };
        for (std::size_t side = 0; side < sides(); ++side) {
            if (!mended(problem, side)) continue;
            const Undone here = undone(problem, side);
            if (weight(here) > weight(judged.undone)) judged.undone = here;
            judged.undone_on.push_back(question_.sides[side].now.name);
            const auto standing = standing_of(sessions_.sightings(side, question_.problems[problem], then_kinds));
            judged.came_back += standing.failed;
            judged.undone_sessions += standing.sessions;
        }
    }

    const Question& question_;
    std::vector<std::optional<compare::SideView>> before_;  ///< of each side, what the run said; nullopt if it has none
    Sessions sessions_;
    Verification result_;
};

}  // namespace

Verification verify(runner::SessionRunner& runner, const Question& question) {
    return Verifier(runner, question).run();
}

}  // namespace testskew::verify
