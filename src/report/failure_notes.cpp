#include "report/failure_notes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "report/clues.hpp"
#include "report/invisible.hpp"
#include "report/no_result_words.hpp"
#include "report/once.hpp"
#include "report/rate_words.hpp"
#include "report/repetition.hpp"

namespace testskew::report {
namespace {

/// True if a host could not be found or reached (the words of getaddrinfo and of connect on Linux and macOS).
bool lacks_network(const Failure& failure) {
    constexpr std::array<std::string_view, 5> words = {
        "Name or service not known", "Temporary failure in name resolution", "nodename nor servname provided",
        "No address associated with hostname", "Network is unreachable"};
    const auto speaks_of_it = [&](const std::string& text) {
        return std::any_of(words.begin(), words.end(),
                           [&](std::string_view word) { return text.find(word) != std::string::npos; });
    };
    return speaks_of_it(failure.message) ||
           std::any_of(failure.chain.begin(), failure.chain.end(),
                       [&](const ExceptionRecord& exception) { return speaks_of_it(exception.message); });
}

std::string network_line(const Report& report, const Cluster& cluster) {
    const bool bad = lacks_network(cluster.error), good = cluster.good_error && lacks_network(*cluster.good_error);
    if (!bad && !good) return "";
    return fmt::format("{} a host on the network, which was not found or not reached",
                       bad && good ? "both sides look for"
                       : bad       ? "it looks for"
                                   : good_name(report) + " looks for");
}

/// What the other side did: its own error, and where the two tracebacks part.
void other_side(std::vector<FailureNote>& notes, const Report& report, const Cluster& cluster) {
    if (cluster.good_error) {
        notes.push_back({"in " + good_name(report), error_line(*cluster.good_error), NoteKind::error});
        const std::string place = place_line(*cluster.good_error);
        if (!place.empty() && place != place_line(cluster.error)) notes.push_back({"", "  " + place});
    }
    if (cluster.good_error && cluster.first_difference)
        notes.push_back({"",
                         fmt::format("the tracebacks part at {}:{} in {}", cluster.first_difference->path,
                                     cluster.first_difference->line, cluster.first_difference->function),
                         NoteKind::aside});
    if (cluster.raised && !cluster.raised->chain.empty())
        notes.push_back({"made to raise, it says", error_line(*cluster.raised), NoteKind::error});
}

}  // namespace

std::vector<FailureNote> failure_notes(const Report& report, const Block& block, std::size_t most,
                                       std::set<std::string>& told) {
    std::vector<FailureNote> notes;
    const auto once = [&](const std::string& label, const std::string& text, NoteKind kind = NoteKind::said) {
        if (!text.empty() && told.insert(label + text).second) notes.push_back({label, text, kind});
    };
    once("", invisible_line(block.first().error));
    once("", colours_line(block.first().error), NoteKind::aside);
    if (block.first().error.type.ends_with("Warning") && !report.comparison.warning_errors.empty())
        once("", fmt::format("it is a warning, which {} makes an error", report.comparison.warning_errors));
    once("", network_line(report, block.first()));
    once("", divergence_line(report, block));
    const auto swallowed = swallowed_lines(report, block), warned = warning_lines(report, block);
    for (std::size_t i = 0; i < swallowed.size() && i < most; ++i) once("", swallowed[i]);
    for (std::size_t i = 0; i < warned.size() && i < most; ++i) once("", warned[i]);
    other_side(notes, report, block.first());
    constexpr const char* in_vain = "looked up and not found";
    auto missing = missing_lines(report, block);
    std::erase_if(missing, [&](const std::string& line) { return told.count(in_vain + line) > 0; });
    for (std::size_t i = 0; i < missing.size() && i < most; ++i) once(in_vain, missing[i], NoteKind::aside);
    if (missing.size() > most)
        notes.push_back(
            {"", fmt::format("and {} more look-ups that found nothing", missing.size() - most), NoteKind::aside});
    for (const std::string& line : left_out_lines(block)) once("", "(" + line + ")", NoteKind::aside);
    std::vector<std::string> own;
    for (const Cluster* cluster : block.clusters) add_once(own, no_result_words(*cluster));
    for (const std::string& note : own) once("", note);
    if (const std::string again = repetition_line(report, block.first()); !again.empty()) notes.push_back({"", again});
    for (const Cluster* cluster : block.clusters)
        if (cluster->rate)
            for (const std::string& line : rate_lines(report, *cluster->rate)) once("", line);
    return notes;
}

}  // namespace testskew::report
