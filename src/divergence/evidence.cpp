#include "divergence/evidence.hpp"

#include <algorithm>
#include <set>

#include "model/lookup.hpp"

namespace testskew::divergence {
namespace {

constexpr std::size_t most_swallowed = 12, most_missing = 20;

/// What gettext looks for if no domain is set, as argparse does: it is hardly ever there, and nobody misses it.
constexpr const char* own_catalogue = "messages.mo";

std::string last_name(const std::string& name) { return name.substr(name.rfind('.') + 1); }

const TestRecord* test_of(const Recording& recording, const std::string& id) {
    for (const auto& test : recording.tests)
        if (test.id == id) return &test;
    return nullptr;
}

const Frame* innermost(const ExceptionRecord& exception) {
    for (auto frame = exception.frames.rbegin(); frame != exception.frames.rend(); ++frame)
        if (frame->project) return &*frame;
    return nullptr;
}

std::string place(const Frame* frame) {
    return frame ? frame->path + "|" + last_name(frame->function) + "|" + frame->source : "";
}

/// Two swallowed exceptions are the same if this text is the same: the type, the place where it was raised and the
/// place where it was caught.
std::string identity(const ServerException& exception) {
    const ExceptionRecord& shown = exception.chain.front();
    return last_name(shown.type) + "\n" + place(innermost(shown)) + "\n" +
           place(exception.handled_at ? &*exception.handled_at : nullptr);
}

/// "<site>/starlette/routing.py" -> "starlette"; "<stdlib>/asyncio/tasks.py" -> "asyncio".
std::string library_of(const std::string& path) {
    const auto start = path.starts_with("<") ? path.find('/') : std::string::npos;
    if (start == std::string::npos) return path;
    std::string rest = path.substr(start + 1);
    rest = rest.substr(0, rest.find('/'));
    return rest.ends_with(".py") ? rest.substr(0, rest.size() - 3) : rest;
}

bool seen_by(const ServerException& exception, const std::string& hook) {
    return exception.hook.find(hook) != std::string::npos;
}

}  // namespace

bool says_nothing(const Failure& failure) {
    if (failure.swallowed) return false;
    const std::string type = last_name(failure.type);
    return type.empty() || type == "AssertionError" || type == "Failed" || type == "HTTPStatusError" ||
           type == "HTTPError";
}

void add_swallowed(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good) {
    const TestRecord *in_bad = test_of(bad, test), *in_good = test_of(good, test);
    if (!in_bad || !in_good) return;
    const auto seen = [](const TestRecord& record, const std::string& hook) {
        return std::any_of(record.server_exceptions.begin(), record.server_exceptions.end(),
                           [&](const auto& e) { return seen_by(e, hook); });
    };
    const std::string hook = !bad.traces.empty() && !good.traces.empty() ? "trace"
                             : seen(*in_bad, "monitoring")               ? "monitoring"
                                                                         : "";
    if (hook.empty()) return;
    std::set<std::string> known;
    for (const auto& exception : in_good->server_exceptions)
        if (seen_by(exception, hook) && !exception.chain.empty()) known.insert(identity(exception));
    for (const auto& exception : in_bad->server_exceptions) {
        if (!seen_by(exception, hook) || exception.chain.empty() || !known.insert(identity(exception)).second) continue;
        if (cluster.swallowed.size() >= most_swallowed) {
            leave_out(cluster, "exceptions");
            continue;
        }
        const ExceptionRecord& shown = exception.chain.front();
        Swallowed swallowed{
            shown.type,     shown.message,  std::nullopt, exception.handled_at, library_of(exception.by),
            exception.hook, exception.chain};
        if (const Frame* frame = innermost(shown)) swallowed.raised_at = *frame;
        if (exception.handled_at && !exception.handled_at->project)
            swallowed.by = library_of(exception.handled_at->path);
        cluster.swallowed.push_back(std::move(swallowed));
    }
}

void add_missing(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good) {
    const auto key = [](const MissingLookup& lookup) {
        return lookup.kind + "\n" + lookup.name + "\n" + lookup.at.path + "\n" + last_name(lookup.at.function);
    };
    std::set<std::string> known;
    for (const auto& lookup : good.missing) known.insert(key(lookup));
    for (const auto& lookup : cluster.missing) known.insert(key(lookup));
    for (const auto& lookup : bad.missing) {
        if (lookup.kind == "environ" || (lookup.test != test && !lookup.test.empty())) continue;
        if (lookup.kind == "file" && lookup.name == own_catalogue) continue;
        if (!known.insert(key(lookup)).second) continue;
        if (cluster.missing.size() >= most_missing) {
            leave_out(cluster, "lookups");
            continue;
        }
        cluster.missing.push_back(lookup);
        cluster.missing.back().test = test;
    }
}

void add_made(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good) {
    constexpr std::size_t most_made = 20;
    for (const auto& one : bad.made) {
        if (one.test != test || cluster.made.size() >= most_made) continue;
        const auto same = [&](const auto& other) {
            return other.name == one.name && place(&other.at) == place(&one.at);
        };
        const auto there = std::find_if(good.made.begin(), good.made.end(),
                                        [&](const MadeFile& other) { return other.test == test && same(other); });
        if (there == good.made.end() || there->mode == one.mode) continue;
        if (std::any_of(cluster.made.begin(), cluster.made.end(), same)) continue;
        cluster.made.push_back({one.name, one.mode, there->mode, one.at});
    }
}

void add_cuts(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good) {
    const auto add = [&](const CutRecord& cut) {
        if (std::none_of(cluster.cuts.begin(), cluster.cuts.end(),
                         [&](const CutRecord& known) { return known.test == cut.test && known.hook == cut.hook; }))
            cluster.cuts.push_back(cut);
    };
    for (const Recording* recording : {&bad, &good}) {
        for (const CutRecord& cut : recording->cuts)
            if (cut.test == test && (cut.hook == "trace" || cut.hook == "warnings")) add(cut);
        for (const Trace& trace : recording->traces)
            if (trace.test == test && trace.cut) add({test, "events", 0, true});
    }
}

}  // namespace testskew::divergence
