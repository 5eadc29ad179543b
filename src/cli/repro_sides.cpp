#include "cli/repro_sides.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "compare/classify.hpp"
#include "investigation/study.hpp"
#include "model/node_id.hpp"
#include "process/environ.hpp"
#include "sides/collected.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

/// A selection that may be small enough, for either session.
struct Candidate {
    Selection failing, passing;
    bool whole = false;
    bool order_only = false;  ///< the selections are what differs, so that both sessions are of the failing side
};

class PairSearch {
public:
    PairSearch(laboratory::Laboratory& laboratory, const PairQuestion& question)
        : laboratory_(laboratory),
          question_(question),
          cluster_(*question.problem.clusters.front()),
          on_good_(cluster_.kind == ClusterKind::reverse),
          failing_(on_good_ ? question.sides.good : question.sides.bad),
          passing_(on_good_ ? question.sides.bad : question.sides.good) {}

    ShownPair search() {
        twins();
        bool failed = false;
        for (const Candidate& candidate : candidates())
            for (const bool reduced : {true, false}) {
                sides::Side failing = failing_;
                failing.selection = candidate.failing;
                if (reduced) reduce(failing);
                if (!reduced && failing.environ == reduced_environ(failing)) continue;
                const auto seen = run(failing);
                if (!seen || compare::classify(cluster_, test(), *seen) != CellResult::fails) continue;
                failed = true;
                for (const auto& [twin, one_factor] : twins_) {
                    sides::Side passing = candidate.order_only ? failing : twin;
                    passing.selection = candidate.passing;
                    if (candidate.whole && !candidate.order_only) passing.selection = twin.selection;
                    if (reduced) reduce(passing);
                    const auto other = run(passing);
                    if (!other || !passes(*other)) continue;
                    return {failing,         passing, one_factor || candidate.order_only,
                            candidate.whole, paths_,  word_in(*seen)};
                }
            }
        throw Error(
            failed ? "the failure is seen here, but no session next to it passes: there is nothing to show beside it"
                   : "the failure of that problem does not come again here: `testskew verify` says more",
            ExitCode::unattributed);
    }

private:
    const std::string& test() const { return cluster_.tests.front().id; }

    const Cause* cause() const {
        const auto* found = question_.problem.found;
        return found && found->cause ? &*found->cause : nullptr;
    }

    /// The side that differs from the failing one in the shown cause alone, then the other side.
    void twins() {
        if (const Cause* shown = cause(); shown && !on_good_ && !shown->sets.empty()) {
            const investigation::Study study(laboratory_, question_.sides, question_.base);
            const auto& factors = study.factors();
            std::vector<bool> take_good(factors.deltas.size());
            std::vector<std::string> names;
            // Of several sets, each alone brings the failure: one delta of each has to go, and all of them do.
            for (const CauseSet& set : shown->sets)
                for (const CauseDelta& delta : set.deltas)
                    for (std::size_t i = 0; i < factors.deltas.size(); ++i)
                        if (factors.deltas[i].factor == delta.factor && factors.deltas[i].name == delta.name) {
                            take_good[i] = true;
                            names.push_back(delta.name);
                            if (delta.kind == DeltaKind::path) paths_.push_back(delta.name);
                        }
            for (const CauseLayer& layer : shown->layers)
                for (const DeltaName& delta : layer.deltas)
                    for (std::size_t i = 0; i < factors.deltas.size(); ++i)
                        if (factors.deltas[i].factor == delta.factor && factors.deltas[i].name == delta.delta)
                            take_good[i] = true;
            if (auto side = names.empty() ? std::nullopt : sides::hybrid(factors, take_good)) {
                constexpr std::size_t most_names = 3;
                if (names.size() > most_names) names = {fmt::format("{} differences", names.size())};
                side->name = fmt::format("{}, but {} as in {}", failing_.name, enumerated(names), passing_.name);
                twins_.emplace_back(std::move(*side), true);
            }
        }
        twins_.emplace_back(passing_, false);
    }

    sides::Collected collected() const {
        return sides::collected(on_good_ ? question_.base.good : question_.base.bad, laboratory_.project());
    }

    Selection only(const std::vector<std::string>& ids) const {
        return sides::isolated_selection(failing_.selection, ids, collected());
    }

    /// Selections, the smallest first.
    std::vector<Candidate> candidates() const {
        std::vector<Candidate> result;
        const bool has_id = !test().empty() && test() != whole_session_id && test() != whole_collection_id;
        const bool order = cause() && cause()->follows(Factor::selection);
        if (has_id && order)
            for (const CauseSet& set : cause()->sets)
                for (const CauseDelta& delta : set.deltas) add_order(delta, result);
        if (has_id && !order) result.push_back({only({test()}), only({test()})});
        result.push_back({failing_.selection, passing_.selection, true});
        return result;
    }

    /// The order that shows what a module or test does to the failing test.
    void add_order(const CauseDelta& delta, std::vector<Candidate>& result) const {
        if (delta.kind != DeltaKind::module && delta.kind != DeltaKind::test) {
            // An option decides, which the other side has otherwise.
            Selection other = passing_.selection;
            result.push_back({only({test()}), sides::isolated_selection(other, {test()}, collected())});
            return;
        }
        std::vector<std::string> polluters;
        if (delta.pollution && delta.pollution->place.deed && !delta.pollution->place.deed->test.empty())
            for (const std::string& id : question_.base.bad.selected)
                if (module_of(id) == module_of(delta.name) && id.ends_with("::" + delta.pollution->place.deed->test))
                    polluters.push_back(id);
        polluters.push_back(delta.name);
        for (const std::string& polluter : polluters) {
            const Selection both = only({polluter, test()}), alone = only({test()});
            const bool needed = delta.pollution && delta.pollution->needed;
            result.push_back({needed ? alone : both, needed ? both : alone, false, true});
        }
    }

    void reduce(sides::Side& side) const { side.environ = reduced_environ(side); }

    /// The environ without the variables that the shell happens to have and in which the two sides do not differ.
    std::map<std::string, std::string> reduced_environ(const sides::Side& side) const {
        auto environ = side.environ;
        const auto own = process::environ_without_git();
        static const std::set<std::string> kept = {"PATH", "HOME", "USER", "LOGNAME", "SHELL", "TZ", "TERM"};
        std::erase_if(environ, [&](const auto& variable) {
            const auto& [name, value] = variable;
            const auto there = own.find(name), b = question_.sides.bad.environ.find(name),
                       g = question_.sides.good.environ.find(name);
            const bool differs = b == question_.sides.bad.environ.end() || g == question_.sides.good.environ.end() ||
                                 b->second != g->second;
            return !differs && there != own.end() && there->second == value && !kept.count(name) &&
                   !name.starts_with("LC_") && !name.starts_with("LANG") &&
                   lower(name).find("_proxy") == std::string::npos && name.find("SSL") == std::string::npos &&
                   name.find("CA_BUNDLE") == std::string::npos;
        });
        return environ;
    }

    std::optional<Recording> run(const sides::Side& side) {
        runner::SessionSpec spec;
        spec.side = side;
        spec.phase = Phase::repeat;
        spec.reason = "whether the script will show the failure";
        auto outcome = laboratory_.run({spec}, 1).front();
        if (!outcome.fault.empty()) return std::nullopt;
        return std::move(outcome.recording);
    }

    /// Whether the session passes, with the test in it: one that is skipped there shows nothing.
    bool passes(const Recording& recording) const {
        const bool has_id = !test().empty() && test() != whole_session_id && test() != whole_collection_id;
        if (has_id && compare::classify(cluster_, test(), recording) != CellResult::passes) return false;
        return recording.exit_status == 0 && recording.signal == 0 && !recording.timed_out && !recording.tests.empty();
    }

    /// A word of the failure that pytest printed.
    std::string word_in(const Recording& recording) const {
        const std::string type = cluster_.error.type.substr(cluster_.error.type.rfind('.') + 1);
        const std::string output = recording.out + recording.err;
        return !type.empty() && output.find(type) != std::string::npos ? type : "";
    }

    laboratory::Laboratory& laboratory_;
    const PairQuestion& question_;
    const Cluster& cluster_;
    const bool on_good_;
    const sides::Side &failing_, &passing_;
    std::vector<std::pair<sides::Side, bool>> twins_;
    std::vector<std::string> paths_;
};

}  // namespace

ShownPair shown_pair(laboratory::Laboratory& laboratory, const PairQuestion& question) {
    return PairSearch(laboratory, question).search();
}

}  // namespace testskew::cli
