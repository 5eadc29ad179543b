#include "report/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/json.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

template <typename T>
void add_once(std::vector<T>& list, T value) {
    if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

std::string library_of(const std::string& path) {
    std::string rest = path.starts_with("<site>/") ? path.substr(7) : path;
    return rest.substr(0, rest.find('/'));
}

/// The place at which the project itself turned an exception into an answer: it raised the answer while it handled
/// another exception.
const Frame* turned_at(const Failure& failure) {
    if (failure.chain.size() < 2) return nullptr;
    const ExceptionRecord& outer = failure.chain.front();
    if (outer.type == failure.type && outer.message == failure.message) return nullptr;
    if (failure.chain[1].link != "context" && failure.chain[1].link != "cause") return nullptr;
    for (auto frame = outer.frames.rbegin(); frame != outer.frames.rend(); ++frame)
        if (frame->project) return &*frame;
    return nullptr;
}

std::string hidden_by(const Failure& failure) {
    if (const Frame* frame = turned_at(failure))
        return fmt::format("hidden by an `except` in {} ({}:{})",
                           frame->function.substr(frame->function.rfind('.') + 1), frame->path, frame->line);
    if (!failure.handled_at || failure.handled_at->path.empty()) return failure.swallowed ? "hidden from the test" : "";
    const Frame& at = *failure.handled_at;
    const std::string place = fmt::format("{}:{}", at.path, at.line);
    if (at.project) {
        if (at.source.starts_with("except"))
            return fmt::format("hidden by `{}` in {}", at.source.substr(0, at.source.find(" #")), place);
        const bool logged =
            at.source.find("log") != std::string::npos || at.source.find(".exception(") != std::string::npos;
        if (logged) return "logged and not raised again at " + place;
        return fmt::format("answered by a handler in {}{}", place,
                           at.function.empty() ? "" : " (" + at.function.substr(at.function.rfind('.') + 1) + ")");
    }
    if (at.path.ends_with("starlette/middleware/errors.py")) return "hidden by raise_server_exceptions=False";
    if (at.path.ends_with("django/core/handlers/exception.py")) return "hidden by raise_request_exception=False";
    if (at.path.ends_with("click/testing.py") || at.path.ends_with("typer/testing.py"))
        return "kept by CliRunner in the result's `exception`";
    if (at.path.ends_with("flask/app.py")) return "hidden by Flask, as neither TESTING nor PROPAGATE_EXCEPTIONS is set";
    return fmt::format("answered by {}'s own {}", library_of(at.path),
                       at.function.empty() ? "handler" : at.function.substr(at.function.rfind('.') + 1));
}

/// Whether a cause names this variable, file or module itself.
bool names(const Cause& cause, const std::string& name) {
    const auto is_named = [&](const auto& part) { return part.name == name; };
    const auto holds = [&](const std::vector<std::string>& set) {
        return std::find(set.begin(), set.end(), name) != set.end();
    };
    return std::any_of(cause.variables.begin(), cause.variables.end(), is_named) ||
           std::any_of(cause.packages.begin(), cause.packages.end(), is_named) || holds(cause.files) ||
           std::any_of(cause.sets.begin(), cause.sets.end(), holds) ||
           std::any_of(cause.at.begin(), cause.at.end(), [&](const CausePlace& place) {
               return place.path == name || place.what.find(name) != std::string::npos;
           });
}

}  // namespace

std::vector<Block> blocks(const std::vector<const Cluster*>& clusters) {
    std::vector<Block> result;
    std::map<std::string, std::size_t> at;
    for (const Cluster* cluster : clusters) {
        const auto [found, added] = at.try_emplace(fold_key(*cluster), result.size());
        if (added) result.emplace_back();
        result[found->second].clusters.push_back(cluster);
    }
    for (Block& block : result)
        std::stable_sort(block.clusters.begin(), block.clusters.end(),
                         [](const Cluster* a, const Cluster* b) { return a->tests.size() > b->tests.size(); });
    return result;
}

std::string first_line(const std::string& text) {
    std::string line = text.substr(0, text.find('\n'));
    for (const std::string_view explained : {" + where ", " +  where "})
        if (const auto at = line.find(explained); at != std::string::npos) line.resize(at);
    if (line.starts_with("AssertionError: assert ")) line.erase(0, 16);
    return line;
}

std::string place_line(const Failure& failure) {
    if (failure.path.empty()) return "";
    std::string where = fmt::format("{}:{}", failure.path, failure.line);
    if (!failure.function.empty() && failure.function != "<module>") where += " in " + failure.function;
    if (failure.phase == "collect")
        where += ", while collecting";
    else if (failure.phase == "setup" || failure.phase == "teardown")
        where += ", in " + failure.phase;
    return where;
}

std::string hidden_line(const Failure& failure) {
    std::string result;
    if (failure.request && failure.request->status)
        result = fmt::format("answered as HTTP {}", failure.request->status);
    std::string by = hidden_by(failure);
    if (!result.empty() && by.starts_with("answered "))
        by.erase(0, 9), result += " " + by;
    else if (!by.empty())
        result += (result.empty() ? "" : ", ") + by;
    return one_line(result, 300);
}

std::string server_line(const Block& block) {
    std::vector<std::string> requests, hidden;
    for (const Cluster* cluster : block.clusters) {
        const Failure& failure = cluster->error;
        if (failure.request) add_once(requests, one_line(failure.request->method + " " + failure.request->path, 120));
        add_once(hidden, hidden_line(failure));
    }
    std::string line = requests.empty() ? "" : requests.front();
    if (requests.size() > 1)
        line += fmt::format(" (and {})", count_of(static_cast<long>(requests.size()) - 1, "more request"));
    if (!hidden.empty()) line += (line.empty() ? "" : " ") + hidden.front();
    for (std::size_t i = 1; i < hidden.size() && i < 3; ++i) {  // what all ways have in common is said once
        const std::string common = hidden[0].substr(0, hidden[0].find(", "));
        std::string other = hidden[i].starts_with(common + ", ") ? hidden[i].substr(common.size() + 2) : hidden[i];
        if (other.starts_with("hidden by ") && hidden[0].find(", hidden by ") != std::string::npos) other.erase(0, 7);
        line += ", or " + other;
    }
    if (hidden.size() > 3)
        line += fmt::format(", or in {}", count_of(static_cast<long>(hidden.size()) - 3, "other way"));
    return line;
}

std::string seen_line(const Block& block) {
    std::vector<std::string> seen;
    for (const Cluster* cluster : block.clusters)
        if (cluster->error.swallowed) add_once(seen, one_line(first_line(cluster->error.assertion), 200));
    std::string line = join(
        {seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(seen.size(), 3))}, ", or ");
    if (seen.size() > 3) line += fmt::format(", or {} other texts", seen.size() - 3);
    return line;
}

std::vector<std::string> missing_lines(const Block& block, const Cause* cause) {
    std::vector<std::string> lines;
    for (const Cluster* cluster : block.clusters)
        for (const MissingLookup& lookup : cluster->missing) {
            const std::string what = (lookup.kind == "environ" ? "variable" : lookup.kind) + " " + lookup.name;
            if (cause && names(*cause, lookup.name)) continue;
            add_once(lines,
                     what + (lookup.at.path.empty() ? "" : fmt::format(" ({}:{})", lookup.at.path, lookup.at.line)));
        }
    return lines;
}

std::string divergence_line(const Report& report, const Block& block) {
    const auto has = [](bool certain) {
        return [certain](const Cluster* c) { return c->divergence && (c->divergence->certain || !certain); };
    };
    auto found = std::find_if(block.clusters.begin(), block.clusters.end(), has(true));
    if (found == block.clusters.end()) found = std::find_if(block.clusters.begin(), block.clusters.end(), has(false));
    if (found == block.clusters.end()) return "";
    const Divergence& d = *(*found)->divergence;
    const Failure& error = (*found)->error;
    if (d.path == error.path && d.line <= error.line && d.source == error.source && !(*found)->good_error) return "";
    std::string line = fmt::format("the two runs part at {}:{}{}", d.path, d.line,
                                   d.certain ? "" : " (those of passing tests do too)");
    if (!d.text.empty()) line += ": " + one_line(d.text, 160);
    if (!d.bad.empty() || !d.good.empty())
        line += fmt::format(" -> {} in {}, {} in {}", one_line(d.bad, 80), bad_name(report), one_line(d.good, 80),
                            good_name(report));
    return line;
}

std::vector<std::string> swallowed_lines(const Report& report, const Block& block) {
    std::vector<std::string> lines;
    const auto place = [](const Frame& frame) {
        return fmt::format("{}:{}{}", frame.path, frame.line,
                           frame.function.empty() || frame.function == "<module>"
                               ? ""
                               : " in " + frame.function.substr(frame.function.rfind('.') + 1));
    };
    for (const Cluster* cluster : block.clusters)
        for (const Swallowed& s : cluster->swallowed) {
            std::string line = fmt::format(
                "swallowed in {} only: {}", bad_name(report),
                one_line(s.type.substr(s.type.rfind('.') + 1) + (s.message.empty() ? "" : ": " + s.message), 160));
            if (s.raised_at) line += ", raised at " + place(*s.raised_at);
            if (s.handled_at && s.by.empty())
                line += fmt::format(", caught by the project at {}", place(*s.handled_at));
            else if (!s.by.empty())
                line += ", caught by " + s.by;
            add_once(lines, line);
        }
    return lines;
}

std::vector<std::string> warning_lines(const Report& report, const Block& block) {
    std::vector<std::string> lines;
    for (const Cluster* cluster : block.clusters)
        for (const OneSidedWarning& w : cluster->warnings) {
            const std::string what =
                w.category.substr(w.category.rfind('.') + 1) + (w.message.empty() ? "" : ": " + first_line(w.message));
            add_once(lines,
                     fmt::format("warned in {} only: {}{}", w.bad ? bad_name(report) : good_name(report),
                                 one_line(what, 160), w.path.empty() ? "" : fmt::format(" ({}:{})", w.path, w.line)));
        }
    return lines;
}

std::vector<std::string> left_out_lines(const Block& block) {
    std::vector<std::string> lines;
    for (const Cluster* cluster : block.clusters)
        for (const CutRecord& cut : cluster->cuts) {
            if (cut.hook == "events")
                add_once(lines,
                         "more happened in " + cut.test + " than a trace keeps: what came after that is not compared");
            else if (cut.hook == "warnings")
                add_once(lines,
                         "more warnings were given in " + cut.test + " than are kept: later ones are not compared");
            else if (cut.stopped)
                add_once(lines,
                         "so many exceptions were raised in " + cut.test + " that the later ones were not looked at");
            else if (cut.left_out)
                add_once(lines, fmt::format("{} swallowed in {} {} not kept", count_of(cut.left_out, "more exception"),
                                            cut.test, cut.left_out == 1 ? "is" : "are"));
        }
    return lines;
}

std::string agreement(const Cause& cause) {
    if (!cause.sessions) return "";
    return fmt::format("{} in {} {}", count_of(cause.sessions, "session"),
                       count_of(cause.environments, "distinct environment"), cause.sessions == 1 ? "agrees" : "agree");
}

std::vector<std::pair<std::string, std::string>> other_verdicts(const Problem& problem) {
    std::vector<std::pair<std::string, std::string>> result;
    if (!problem.found) return result;
    const ClusterAttribution& found = *problem.found;
    std::vector<std::string> ruled_out;
    std::map<std::pair<std::string, std::string>, std::vector<std::string>>
        others;  // by verdict and reason: one line for those that agree
    for (const Verdict& verdict : found.verdicts) {
        if (verdict.kind == VerdictKind::ruled_out) {
            ruled_out.push_back(factor_name(verdict.factor));
            continue;
        }
        if (found.cause && std::find(found.cause->factors.begin(), found.cause->factors.end(), verdict.factor) !=
                               found.cause->factors.end())
            continue;
        std::string reason = verdict.reason == found.note ? "" : verdict.reason;
        if (!verdict.jointly_with.empty() && reason.find("together") == std::string::npos)
            reason += (reason.empty() ? "" : "; ") + ("only together with " + join(verdict.jointly_with, ", "));
        if (!verdict.given.empty())
            reason += (reason.empty() ? "" : "; ") + ("once repaired: " + join(verdict.given, ", "));
        if (!found.cause && verdict.kind == VerdictKind::unproven && (reason.empty() || verdict.unexplained))
            continue;  // the note says that of all
        others[{to_string(verdict.kind), reason}].push_back(factor_name(verdict.factor));
    }
    if (!ruled_out.empty()) result.emplace_back("ruled out", join(ruled_out, ", "));
    for (const auto& [key, factors] : others)
        result.emplace_back(key.first, join(factors, ", ") + (key.second.empty() ? "" : ": " + key.second));
    return result;
}

std::string difference_line(const Report& report, const Difference& difference, std::size_t most) {
    const std::string bad = bad_name(report), good = good_name(report);
    std::vector<std::string> both, bad_only, good_only;
    for (const DeltaDifference& delta : difference.deltas) {
        if (delta.bad && delta.good) {
            both.push_back(delta_line(report, difference.factor, delta));
            continue;
        }
        const std::string value = delta.bad ? delta.bad.value_or("") : delta.good.value_or("");
        const bool named =
            value.empty() || value.starts_with("hmac:") || value == "collected" || difference.factor == "files";
        (delta.bad ? bad_only : good_only).push_back(one_line(delta.name + (named ? "" : " " + value), 120));
    }
    const auto list = [&](const std::vector<std::string>& names) {
        std::vector<std::string> shown(names.begin(),
                                       names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size())));
        return join(shown, ", ") + (names.size() > most ? fmt::format(" and {} more", names.size() - most) : "");
    };
    std::vector<std::string> parts;
    if (!both.empty()) parts.push_back(list(both));
    const std::string verb = difference.factor == "environ" ? "set in " : "in ";
    const auto one_side = [&](const std::vector<std::string>& names, const std::string& side) {
        if (!names.empty()) parts.push_back(fmt::format("{} ({}{} only)", list(names), verb, side));
    };
    if (bad_only.size() <= good_only.size())
        one_side(bad_only, bad), one_side(good_only, good);  // the shorter list says more
    else
        one_side(good_only, good), one_side(bad_only, bad);
    return join(parts, "; ");
}

std::string side_names(const Report& report, std::string text) {
    const std::pair<std::string_view, std::string> words[] = {
        {"the good side", good_name(report)}, {"the bad side", bad_name(report)}, {"the bad one", bad_name(report)}};
    for (const auto& [word, name] : words)
        for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += name.size())
            text.replace(at, word.size(), name);
    return text;
}

std::string stopped_line(const Report& report) {
    const std::string& why = report.attribution.stopped;
    if (why.empty()) return "";
    const std::string what = why == "budget"        ? "the time for attribution was used up (--budget)"
                             : why == "interrupted" ? "interrupted"
                                                    : why;
    return fmt::format(
        "Stopped early: {}. What is unproven above may still be shown: `testskew attribute` goes on from here.", what);
}

}  // namespace testskew::report
