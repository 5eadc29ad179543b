// Looks into the selection: finds which module or test pollutes (or is needed), and the line that does it. A first
// observed session records the state before and after each module and test. A second one watches the suspect line by
// line.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "drill/drills.hpp"
#include "drill/suspects.hpp"
#include "model/node_id.hpp"

namespace fs = std::filesystem;

namespace testskew::drill {
namespace {

/// A piece of state as the reason of a session names it: "attribute app.store:cache".
std::string state_named(const StateChange& change) {
    if (change.kind == StateKind::other) return change.name;
    return to_string(change.kind) + (change.name.empty() ? "" : " " + change.name);
}

using Kind = sides::SwapDelta::Kind;
using Ids = std::vector<std::string>;

constexpr size_t most_culprits = 30;  // named on a command line; if there are more, the whole selection is observed
constexpr size_t most_victims = 3;
constexpr int most_watched = 3;  // suspects that are watched, until a line is found

/// What can be imported from the project, by its first name.
std::set<std::string> project_names(const fs::path& project) {
    std::set<std::string> names;
    std::error_code error;
    for (const auto& folder : {project, project / "src"})
        for (const auto& entry : fs::directory_iterator(folder, error)) {
            const std::string name = entry.path().filename().string();
            if (name.empty() || name[0] == '.') continue;
            if (entry.path().extension() == ".py")
                names.insert(entry.path().stem().string());
            else if (entry.is_directory(error))
                names.insert(name);
        }
    return names;
}

/// The nodes in the order in which `all` has them. Nodes that are not in `all` come last.
Ids in_order(const Ids& nodes, const Ids& all) {
    Ids result = nodes;
    const auto place = [&](const std::string& node) {
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const std::string& id) { return is_below(id, node); });
        return found - all.begin();
    };
    std::stable_sort(result.begin(), result.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    return result;
}

/// The nodes that run before `victim` on this side and not on the other.
Ids only_before(const std::string& victim, const sides::Collected& side, const sides::Collected& other) {
    const auto before = [&](const sides::Collected& c) {
        const auto end = std::find(c.selected.begin(), c.selected.end(), victim);
        return std::set<std::string>(c.selected.begin(), end == c.selected.end() ? c.selected.begin() : end);
    };
    const auto theirs = before(other);
    Ids result;
    std::set<std::string> modules;
    for (const auto& id : side.selected) {
        if (id == victim) break;
        if (theirs.count(id)) continue;
        if (module_of(id) != module_of(victim) && modules.insert(module_of(id)).second) result.push_back(module_of(id));
        if (module_of(id) == module_of(victim)) result.push_back(id);
    }
    return result;
}

/// True for the targets, and for an option that decides which tests run or in which order.
bool changes_order(const sides::SwapDelta& delta) {
    if (delta.kind == Kind::targets || sides::selects_tests(delta)) return true;
    if (delta.kind != Kind::option) return false;
    const auto begins = [&](const char* with) { return delta.name.rfind(with, 0) == 0; };
    return begins("-n") || begins("-p") || begins("--random") || begins("--ff") || begins("--nf");
}

/// True if pytest itself made the change: it puts the folder of a module on sys.path right before the module's first
/// line.
bool of_pytest(const Suspect& suspect, const WatchRecord& record) {
    return suspect.change.kind == StateKind::sys_path && record.line <= 1 &&
           record.source.find("path") == std::string::npos;
}

class Pollution {
public:
    Pollution(Bench& bench, const Problem& problem, sides::Side side, Ids culprits, const sides::Collected& where)
        : bench_(bench), problem_(problem), side_(std::move(side)), culprits_(std::move(culprits)), where_(where) {}

    /// Looks for the line. The path of the result is empty if none was found.
    CausePlace find() {
        const auto names = project_names(bench_.files().folder());
        for (const bool whole : {false, true}) {
            if (culprits_.size() > most_culprits && !whole) continue;
            const auto recording = observe("\"state\"", whole, "what do they leave changed?");
            if (!recording) continue;
            auto suspects = rank_suspects(recording->states, culprits_, problem_.cluster.error, names);
            suspects.erase(
                std::find_if(suspects.begin(), suspects.end(), [](const Suspect& s) { return s.score < least_score; }),
                suspects.end());
            if (suspects.empty()) continue;
            for (int i = 0; i < std::min(most_watched, static_cast<int>(suspects.size())); ++i)
                if (const auto place = watch(suspects[static_cast<size_t>(i)], whole); place.line) return place;
            const auto told = std::find_if(suspects.begin(), suspects.end(),
                                           [](const Suspect& s) { return s.change.kind != StateKind::sys_path; });
            if (told != suspects.end()) return {module_of(told->id), 0, deed_of(*told)};
        }
        return {};
    }
    /// Why the line was not looked for.
    const Obstacle& obstacle() const { return obstacle_; }

private:
    std::optional<Recording> observe(const std::string& what, bool whole, const std::string& reason) {
        if (const auto no = bench_.refusal(2); no.any()) {
            obstacle_ = no;
            return std::nullopt;
        }
        runner::SessionSpec spec;
        spec.side = side_;
        if (!whole) {
            Ids nodes = culprits_;
            for (size_t i = 0; i < std::min(most_victims, problem_.cluster.tests.size()); ++i)
                nodes.push_back(problem_.cluster.tests[i].id);
            spec.side.selection = sides::isolated_selection(side_.selection, in_order(nodes, where_.selected), where_);
        }
        spec.side.name = side_.name + ", observed";
        spec.phase = Phase::observe;
        spec.observe = what;
        spec.reason = reason;
        auto outcome = bench_.run_one(std::move(spec));
        bench_.note_result(problem_, outcome, Bench::result_of(problem_, outcome));
        return std::move(outcome.recording);
    }

    CausePlace watch(const Suspect& suspect, bool whole) {
        const std::string module = module_of(suspect.id);
        const nlohmann::json observe_what = {
            {"watch", {{"module", module}, {"what", to_string(suspect.change.kind)}, {"name", suspect.change.name}}}};
        const CauseDeed deed = deed_of(suspect);
        const auto recording =
            observe(observe_what.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), whole,
                    fmt::format("which line of {} changes {}?", module, state_named(suspect.change)));
        if (!recording) return {};
        const WatchRecord* last = nullptr;
        for (const auto& record : recording->watches)
            if (record.id == suspect.id && !of_pytest(suspect, record)) last = &record;
        if (!last) return {};
        if (last->path == module || !last->caller) return {last->path, last->line, deed};
        return {module, last->caller, deed, last->path, last->line};
    }

    Bench& bench_;
    const Problem& problem_;
    sides::Side side_;
    Ids culprits_;
    const sides::Collected& where_;
    Obstacle obstacle_;
};

/// The nodes that are suspected for one delta, on the side that runs them.
struct Suspicion {
    bool needed = false;  ///< the tests pass only after the nodes; otherwise they fail after them
    Ids culprits;
};

/// What runs before the failing tests on one side only, because of an option or the targets.
Suspicion of_order(const sides::Factors& factors, const Problem& problem) {
    const std::string& victim = problem.cluster.tests.front().id;
    const sides::Collected &bad = factors.selection.bad_collected, &good = factors.selection.good_collected;
    Suspicion suspicion{problem.fails_alone, {}};
    const auto look = [&] {
        suspicion.culprits = suspicion.needed ? only_before(victim, good, bad) : only_before(victim, bad, good);
    };
    look();
    if (suspicion.culprits.empty()) {
        suspicion.needed = !suspicion.needed;
        look();
    }
    return suspicion;
}

}  // namespace

Found drill_selection(Bench& bench, const Problem& problem, const std::vector<int>& set, int index) {
    const sides::Factors& factors = bench.factors();
    const sides::SwapDelta& delta = factors.deltas.at(static_cast<size_t>(index));
    Found found;
    found.delta = known_delta(factors, index);
    found.delta.opened = true;
    const bool node = delta.kind == Kind::module || delta.kind == Kind::test;
    if (problem.cluster.tests.empty() || (!node && !changes_order(delta))) return found;

    const Suspicion suspicion = node ? Suspicion{!delta.bad, {delta.name}} : of_order(factors, problem);
    if (suspicion.culprits.empty()) return found;
    const bool needed = suspicion.needed;
    auto side = needed ? bench.passing_side(problem, set, index) : bench.failing_side(problem, set);
    if (!side) return found;
    side->name = needed ? factors.good.name : factors.bad.name;
    Pollution pollution(bench, problem, *side, suspicion.culprits,
                        needed ? factors.selection.good_collected : factors.selection.bad_collected);
    CausePlace place = pollution.find();
    if (pollution.obstacle().any()) found.caveats = {{CaveatKind::line, {}, pollution.obstacle()}};
    if (place.path.empty() && node) place = {module_of(delta.name)};
    if (place.path.empty()) return found;
    const auto& tests = problem.cluster.tests;
    found.delta.pollution = CausePollution{needed, place, static_cast<int>(tests.size()),
                                           tests.size() == 1 ? tests.front().id : std::string()};
    found.at.push_back(std::move(place));
    return found;
}

}  // namespace testskew::drill
