#include "drill/pollution.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/node_id.hpp"
#include "util/once.hpp"

namespace testskew::drill {
namespace {

constexpr size_t most_culprits = 30;  // named on a command line; if there are more, the whole selection is observed
constexpr size_t most_victims = 3;
constexpr size_t most_named = 3;  // pieces of state that the reason of a session names

/// True if a session can undo changes of this kind.
bool can_be_undone(StateKind kind) { return kind != StateKind::other && kind != StateKind::thread; }

/// The nodes in the order in which `all` has them. Nodes that are not in `all` come last.
std::vector<std::string> in_order(const std::vector<std::string>& nodes, const std::vector<std::string>& all) {
    auto result = nodes;
    const auto place = [&](const std::string& node) {
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const std::string& id) { return is_below(id, node); });
        return found - all.begin();
    };
    std::stable_sort(result.begin(), result.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    return result;
}

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
        const auto observed = observe("\"state\"", "what do they leave changed?");
        // Where the tests do not behave as they do after the polluter, undoing its changes would show nothing.
        if (!observed.recording || observed.result != polluted()) continue;
        const auto pieces = pieces_of(*observed.recording);
        if (pieces.empty()) continue;
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
    const auto observed =
        observe(written({{"undo", {{"changes", changes}, {"when", when}, {"forget", forget}}}}),
                named.empty() ? "what if only the imported modules are forgotten?"
                              : fmt::format("what if {} is undone {}?", named,
                                            undoing.when == UndoWhen::line ? "at once" : "afterwards"));
    if (!observed.recording) return obstacle_.any() ? std::nullopt : std::optional(false);
    if (undoing.suspects.size() == 1 && observed.recording->undone.empty()) return false;
    return observed.result == clean();
}

/// The last line of each node that changes the piece: one place, or two of which each is enough. If nodes change it in
/// different lines and nothing more is known, the place has no line. The result is empty if the change was undone right
/// after its line, and the tests do not behave as they do after the polluter when lines are only looked at: then it is
/// not the undoing that mattered.
std::vector<CausePlace> PollutingLines::watch(const Piece& piece, UndoWhen when) {
    const StateChange& change = piece.suspect.change;
    const std::string module = module_of(piece.suspect.id);
    const auto observed =
        observe(written({{"watch", {{"module", module}, {"what", to_string(change.kind)}, {"name", change.name}}}}),
                fmt::format("which line of {} changes {}?", module, state_named(change)));
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

PollutingLines::Observed PollutingLines::observe(const std::string& what, const std::string& reason) {
    if (const auto no = bench_.refusal(1); no.any()) {
        obstacle_ = no;
        return {};
    }
    runner::SessionSpec spec;
    spec.side = pollution_.side;
    if (!whole_) {
        auto nodes = pollution_.culprits;
        for (size_t i = 0; i < std::min(most_victims, drilled_.cluster.tests.size()); ++i)
            nodes.push_back(drilled_.cluster.tests[i].id);
        spec.side.selection = sides::isolated_selection(pollution_.side.selection,
                                                        in_order(nodes, pollution_.where->selected), *pollution_.where);
    }
    spec.side.name = pollution_.side.name + ", observed";
    spec.phase = Phase::observe;
    spec.observe = what;
    spec.reason = reason;
    auto outcome = bench_.run_one(std::move(spec));
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
