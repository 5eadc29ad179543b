#include "drill/pollution.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/node_id.hpp"
#include "model/outcomes.hpp"
#include "util/once.hpp"

namespace testskew::drill {
namespace {

constexpr size_t most_victims = 3;
constexpr size_t most_named = 3;  // pieces of state that the reason of a session names

/// True for the first attempt: undoing the change of the best suspect alone, right after its line.
bool is_first(const Undoing& undoing) {
    return undoing.when == UndoWhen::line && undoing.suspects == std::vector<size_t>{0};
}

/// True if a session can undo changes of this kind.
bool can_be_undone(StateKind kind) { return kind != StateKind::other && kind != StateKind::thread; }

/// True if pytest itself made the change: it puts the folder of a module on sys.path right before the module's first
/// line.
bool of_pytest(const StateChange& change, const WatchRecord& record) {
    return change.kind == StateKind::sys_path && record.line <= 1 && record.source.find("path") == std::string::npos;
}

std::string written(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The same suspect, as the change of another module or test.
Suspect at_node(Suspect suspect, const std::string& id) {
    suspect.id = id;
    suspect.at = id == module_of(id) ? "collect" : "test";
    return suspect;
}

/// Where a suspect changes its piece of state, of which it is shown that it matters. Without a line if none was seen.
CausePlace place_of(const Suspect& suspect, const std::vector<WatchRecord>& watches) {
    const std::string module = module_of(suspect.id);
    CausePlace place{module, 0, deed_of(suspect)};
    place.shown = true;
    const WatchRecord* last = nullptr;
    for (const auto& record : watches)
        if (record.id == suspect.id && !of_pytest(suspect.change, record)) last = &record;
    if (!last) return place;
    const bool direct = last->path == module || !last->caller;
    place.path = direct ? last->path : module;
    place.line = direct ? last->line : last->caller;
    if (!direct) place.through = last->path, place.through_line = last->line;
    return place;
}

}  // namespace

std::vector<CausePlace> PollutingLines::find() {
    for (const bool whole : {false, true}) {
        if (pollution_.culprits.size() > most_culprits && !whole) continue;
        whole_ = whole;
        const auto observed = observe(observing("\"state\"", "what do they leave changed?"));
        // Where the tests do not behave as they do after the polluter, undoing its changes would show nothing.
        if (!observed.recording || observed.result != polluted()) continue;
        const auto pieces = pieces_of(*observed.recording);
        if (pieces.empty()) continue;
        culprits_as_they_are_ = outcomes_of_culprits(*observed.recording);
        const auto& states = observed.recording->states;
        return shown_among(pieces, std::any_of(states.begin(), states.end(), [&](const StateRecord& state) {
                               return state.fresh > 0 && is_of(state.id, pollution_.culprits);
                           }));
    }
    return {};
}

std::vector<PollutingLines::Piece> PollutingLines::pieces_of(const Recording& recording) const {
    const auto reaches = reaches_of(recording, drilled_.cluster);
    std::vector<Piece> pieces;
    for (auto& suspect : rank_suspects(recording.states, pollution_.culprits, drilled_.cluster.error, reaches)) {
        if (suspect.score < least_score || !can_be_undone(suspect.change.kind)) continue;
        const auto known = std::find_if(pieces.begin(), pieces.end(), [&](const Piece& piece) {
            return piece.suspect.change.kind == suspect.change.kind && piece.suspect.change.name == suspect.change.name;
        });
        if (known == pieces.end())
            pieces.push_back({suspect, {suspect.id}});
        else
            append_once(known->ids, suspect.id);
    }
    return pieces;
}

std::vector<CausePlace> PollutingLines::shown_among(const std::vector<Piece>& pieces, bool fresh) {
    const auto found = find_undoing(pieces.size(), {bench_.quick(), fresh},
                                    [&](const Undoing& undoing) { return undo(pieces, undoing); });
    std::vector<CausePlace> places;
    if (!found) return places;
    if (found->suspects != std::vector<size_t>{0}) watched_ahead_.reset();
    for (const size_t suspect : found->suspects) {
        const Piece piece =
            found->suspects.size() == 1 ? narrowed(pieces.at(suspect), found->when) : pieces.at(suspect);
        const auto watched = watch(piece, found->when);
        if (watched.empty()) return {};
        for (const auto& place : watched) append_once(places, place);
    }
    return places;
}

/// The piece with only that one of its nodes whose change matters. It stays as it is if no session shows that of one.
PollutingLines::Piece PollutingLines::narrowed(const Piece& piece, UndoWhen when) {
    if (piece.ids.size() < 2 || bench_.quick()) return piece;
    Piece all = piece;
    all.each = piece.ids.size() == 2;
    for (const auto& id : {piece.ids.back(), piece.ids.front()}) {
        const Piece one{at_node(piece.suspect, id), {id}};
        const auto helps = undo({one}, {{0}, when});
        if (helps.value_or(false)) return one;
        all.each = all.each && helps;
    }
    return all;
}

/// True if the line of the best suspect can be looked for while a session shows whether its change matters. It nearly
/// always does, and else that session runs where nothing would.
bool PollutingLines::can_watch_ahead(const Piece& piece) const {
    return bench_.jobs() > 1 && (piece.ids.size() < 2 || bench_.quick()) && !bench_.refusal(2).any();
}

PollutingLines::Observed PollutingLines::observe_and_watch(const runner::SessionSpec& session, const Piece& piece) {
    auto outcomes = bench_.run({session, watching(piece)});
    watched_ahead_ = observed(std::move(outcomes[1]));
    return observed(std::move(outcomes[0]));
}

std::optional<bool> PollutingLines::undo(const std::vector<Piece>& pieces, const Undoing& undoing) {
    nlohmann::json changes = nlohmann::json::array();
    std::vector<std::string> forget;
    std::string named;
    for (const size_t suspect : undoing.suspects) {
        const Piece& piece = pieces.at(suspect);
        const StateChange& change = piece.suspect.change;
        changes.push_back({{"what", to_string(change.kind)}, {"name", change.name}, {"ids", piece.ids}});
        if (changes.size() <= most_named) named += (named.empty() ? "" : ", ") + state_named(change);
    }
    if (undoing.suspects.size() > most_named)
        named += fmt::format(" and {} more", undoing.suspects.size() - most_named);
    if (undoing.when == UndoWhen::end_forgetting)
        for (const auto& piece : pieces)
            for (const auto& id : piece.ids) append_once(forget, id);
    const char* when = undoing.when == UndoWhen::line ? "line" : "end";
    const auto session =
        observing(written({{"undo", {{"changes", changes}, {"when", when}, {"forget", forget}}}}),
                  named.empty() ? "what if only the imported modules are forgotten?"
                                : fmt::format("what if {} is undone {}?", named,
                                              undoing.when == UndoWhen::line ? "at once" : "afterwards"));
    const Observed observed = is_first(undoing) && can_watch_ahead(pieces.front())
                                  ? observe_and_watch(session, pieces.front())
                                  : observe(session);
    if (!observed.recording) return obstacle_.any() ? std::nullopt : std::optional(false);
    if (undoing.suspects.size() == 1 && observed.recording->undone.empty()) return false;
    // A polluter that breaks without its change does not come to what it does to others, so it shows nothing.
    return observed.result == clean() && outcomes_of_culprits(*observed.recording) == culprits_as_they_are_;
}

std::map<std::string, bool> PollutingLines::outcomes_of_culprits(const Recording& recording) const {
    std::map<std::string, bool> failed;
    for (const TestRecord& test : recording.tests)
        if (is_of(test.id, pollution_.culprits) && !is_victim(test.id))
            failed.emplace(test.id, is_failure(test.outcome));
    return failed;
}

bool PollutingLines::is_victim(const std::string& test) const {
    return std::any_of(drilled_.cluster.tests.begin(), drilled_.cluster.tests.end(),
                       [&](const ClusterTest& one) { return one.id == test; });
}

runner::SessionSpec PollutingLines::watching(const Piece& piece) const {
    const StateChange& change = piece.suspect.change;
    const std::string module = module_of(piece.suspect.id);
    const nlohmann::json wanted = {{"module", module}, {"what", to_string(change.kind)}, {"name", change.name}};
    return observing(written({{"watch", wanted}}),
                     fmt::format("which line of {} changes {}?", module, state_named(change)));
}

/// The last line of each node that changes the piece: one place, or two of which each is enough. If nodes change it in
/// different lines and nothing more is known, the place has no line. The result is empty if the change was undone right
/// after its line, and the tests do not behave as they do after the polluter when lines are only looked at: then it is
/// not the undoing that mattered.
std::vector<CausePlace> PollutingLines::watch(const Piece& piece, UndoWhen when) {
    const std::string module = module_of(piece.suspect.id);
    // There is nothing of a suspect that was looked at ahead but its own line.
    const Observed observed = watched_ahead_ ? *std::exchange(watched_ahead_, {}) : observe(watching(piece));
    if (when == UndoWhen::line && observed.result != polluted()) return {};
    CausePlace unknown{module, 0, deed_of(piece.suspect)};
    unknown.shown = true;
    if (!observed.recording) return {unknown};
    std::vector<CausePlace> places;
    for (const auto& id : piece.ids) {
        CausePlace place = place_of(at_node(piece.suspect, id), observed.recording->watches);
        const auto same = [&](const CausePlace& other) { return other.path == place.path && other.line == place.line; };
        if (std::none_of(places.begin(), places.end(), same)) places.push_back(std::move(place));
    }
    if (places.size() == 1 || (places.size() == 2 && piece.each)) return places;
    unknown.deed->test.clear();
    return {unknown};
}

runner::SessionSpec PollutingLines::observing(const std::string& what, const std::string& reason) const {
    runner::SessionSpec spec;
    spec.side = pollution_.side;
    if (!whole_) {
        auto nodes = pollution_.culprits;
        for (size_t i = 0; i < std::min(most_victims, drilled_.cluster.tests.size()); ++i)
            nodes.push_back(drilled_.cluster.tests[i].id);
        nodes = sides::in_collected_order(nodes, *pollution_.where);
        spec.side.selection = sides::isolated_selection(pollution_.side.selection, nodes, *pollution_.where);
    }
    spec.side.name = pollution_.side.name + ", observed";
    spec.phase = Phase::observe;
    spec.observe = what;
    spec.reason = reason;
    return spec;
}

PollutingLines::Observed PollutingLines::observe(runner::SessionSpec spec) {
    if (const auto no = bench_.refusal(1); no.any()) {
        obstacle_ = no;
        return {};
    }
    return observed(bench_.run_one(std::move(spec)));
}

PollutingLines::Observed PollutingLines::observed(runner::SessionOutcome outcome) {
    Observed observed;
    observed.result = Bench::result_of(drilled_, outcome);
    bench_.note_result(drilled_, outcome, observed.result);
    // Another failure that is known to hide behind this one shows that this one is gone.
    if (observed.result == CellResult::other && Bench::is_repaired(drilled_, outcome))
        observed.result = CellResult::passes;
    observed.recording = std::move(outcome.recording);
    return observed;
}

}  // namespace testskew::drill
