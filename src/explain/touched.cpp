#include "explain/touched.hpp"

#include <algorithm>
#include <filesystem>

#include "explain/said.hpp"
#include "model/lookup.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

constexpr std::size_t most_places = 3;

bool has_delta(const Cause& cause, DeltaKind kind) {
    return std::any_of(cause.sets.begin(), cause.sets.end(), [&](const CauseSet& set) {
        return std::any_of(set.deltas.begin(), set.deltas.end(),
                           [&](const CauseDelta& delta) { return delta.kind == kind; });
    });
}

void add_place(std::vector<CausePlace>& places, const Frame& at, CauseTouch touch) {
    if (at.path.empty() || !at.project || places.size() >= most_places) return;
    CausePlace place{at.path, at.line};
    place.touch = std::move(touch);
    append_once(places, place);
}

/// The failure's own words name some of the files, or none of them.
bool is_named_in(const Failure& failure, const std::string& name) {
    const std::string last = std::filesystem::path(name).filename().string();
    return failure.message.find(last) != std::string::npos || failure.assertion.find(last) != std::string::npos;
}

void add_made(Cause& cause, const Cluster& cluster) {
    const bool some_named = std::any_of(cluster.made.begin(), cluster.made.end(), [&](const ModeDifference& one) {
        return is_named_in(cluster.error, one.name);
    });
    for (const ModeDifference& one : cluster.made)
        if (!some_named || is_named_in(cluster.error, one.name))
            add_place(cause.at, one.at, {TouchKind::makes, one.name, one.bad, one.good});
}

void add_looked_for(Cause& cause, const Cluster& cluster) {
    for (const MissingLookup& lookup : cluster.missing) {
        const bool in_project = !lookup.name.empty() && lookup.name.front() != '/' && lookup.name.front() != '<';
        if (lookup.kind != "file" || !in_project || cause.files.size() >= most_places) continue;
        append_once(cause.files, lookup.name);
        const bool told = std::any_of(cause.at.begin(), cause.at.end(), [&](const CausePlace& place) {
            return place.touch && place.touch->name == lookup.name;
        });
        if (!told) add_place(cause.at, lookup.at, {TouchKind::looks_for, lookup.name, "", ""});
    }
}

/// The number of the line at which a position of a text is.
int line_of(const std::string& text, std::size_t at) {
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// The line of a text on which a position is, without the blanks around it.
std::string line_at(const std::string& text, std::size_t at) {
    const std::size_t before = text.rfind('\n', at), after = text.find('\n', at);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    return std::string(trim(std::string_view(text).substr(begin, after == std::string::npos ? after : after - begin)));
}

/// True if the code of a note stands on a line that failed.
bool is_on_failing_line(const Cluster& cluster, const Note& note) {
    const auto has_code = [&](const Frame& frame) {
        return std::any_of(note.code.begin(), note.code.end(),
                           [&](const std::string& code) { return frame.source.find(code) != std::string::npos; });
    };
    return std::any_of(cluster.error.chain.begin(), cluster.error.chain.end(), [&](const ExceptionRecord& exception) {
        return std::any_of(exception.frames.begin(), exception.frames.end(), has_code);
    });
}

}  // namespace

void add_touched_places(Attribution& attribution, const Comparison& comparison) {
    for (ClusterAttribution& found : attribution.clusters) {
        const Cluster* cluster = cluster_of(comparison, found.cluster);
        if (!found.cause || !cluster || !is_shown(*found.cause)) continue;
        if (has_delta(*found.cause, DeltaKind::umask)) add_made(*found.cause, *cluster);
        if (has_delta(*found.cause, DeltaKind::setup)) add_looked_for(*found.cause, *cluster);
    }
}

std::vector<CausePlace> places_of_code(const std::vector<CauseApi>& found, const Cluster& cluster,
                                       const ReadSource& read, const std::vector<Note>& notes) {
    std::vector<CausePlace> places;
    const Symptom files = surroundings_of(cluster, read);
    for (const Note& note : notes) {
        const bool told = std::any_of(found.begin(), found.end(), [&](const CauseApi& api) {
            return api.name == note.subject && api.what.text == note.what;
        });
        const bool by_code_alone = note.types.empty() && note.message.empty();
        if (!told || !by_code_alone || is_on_failing_line(cluster, note)) continue;
        for (std::size_t i = 0; i < files.paths.size(); ++i)
            for (const std::string& code : note.code)
                for (std::size_t at = 0; (at = files.sources[i].find(code, at)) != std::string::npos; ++at) {
                    const std::string& text = files.sources[i];
                    add_place(places, {files.paths[i], line_of(text, at), "", "", true},
                              {TouchKind::code, line_at(text, at), "", ""});
                }
    }
    return places;
}

}  // namespace testskew::explain
