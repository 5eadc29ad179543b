#include "divergence/warnings.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace testskew::divergence {
namespace {

constexpr std::size_t most_warnings = 5;

/// Two warnings are the same if this text is the same, for example "PendingDeprecationWarning|no # left|app.py".
std::string key_of(const WarningRecord& warning) {
    std::string key = warning.category.substr(warning.category.rfind('.') + 1) + "|";
    bool number = false;
    for (const char c : warning.message.substr(0, 500)) {
        const bool digit = std::isdigit(static_cast<unsigned char>(c)) ||
                           (number && std::isxdigit(static_cast<unsigned char>(c)));  // an address counts as one number
        if (digit && !number) key += '#';
        if (!digit) key += c;
        number = digit || (number && c == 'x');
    }
    return key + "|" + warning.path;
}

/// True for pytest's own warnings about an exception that nothing caught.
bool tells_of_an_exception(const WarningRecord& warning) {
    return warning.category.ends_with("PytestUnhandledThreadExceptionWarning") ||
           warning.category.ends_with("PytestUnraisableExceptionWarning");
}

/// True if the trace saw that an exception of a thread or a finalizer was swallowed. It is then shown with its
/// traceback.
bool has_swallowed_trace(const TestRecord& test) {
    const auto& all = test.server_exceptions;
    return std::any_of(all.begin(), all.end(), [&](const ServerException& taken) {
        return (taken.hook == "thread" || taken.hook == "unraisable") && !taken.chain.empty() &&
               std::any_of(all.begin(), all.end(), [&](const ServerException& seen) {
                   return seen.hook == "trace" && !seen.chain.empty() &&
                          seen.chain.front().type == taken.chain.front().type;
               });
    });
}

/// True if any of the sessions recorded warnings at the moment when they were given.
bool traced(const std::vector<const Recording*>& sessions) {
    return std::any_of(sessions.begin(), sessions.end(), [](const Recording* session) {
        return session && std::any_of(session->warnings.begin(), session->warnings.end(),
                                      [](const WarningRecord& w) { return w.traced; });
    });
}

bool speaks_of_warnings(const Failure& failure) {
    for (std::string text : {failure.message, failure.assertion, failure.source, failure.type}) {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (text.find("warn") != std::string::npos) return true;
    }
    return false;
}

}  // namespace

std::map<std::string, Warnings::Keys> Warnings::by_test(const Recording* recording, bool traced) {
    std::map<std::string, Keys> result;
    if (!recording) return result;
    std::set<std::string> told;
    for (const TestRecord& test : recording->tests)
        if (has_swallowed_trace(test)) told.insert(test.id);
    for (const WarningRecord& warning : recording->warnings)
        if (!warning.test.empty() && warning.traced == traced &&
            !(told.count(warning.test) && tells_of_an_exception(warning)))
            result[warning.test].emplace(key_of(warning), &warning);
    return result;
}

const Warnings::Keys& Warnings::of(const std::map<std::string, Keys>& session, const std::string& test) const {
    static const Keys none;
    const auto found = session.find(test);
    return found == session.end() ? none : found->second;
}

Warnings::Warnings(const Recording& bad, const Recording& good, const Recording* bad_again, const Recording* good_again,
                   const std::vector<std::string>& passing)
    : repeated_bad_(bad_again), repeated_good_(good_again) {
    const bool as_given = traced({&bad, &good, bad_again, good_again});
    bad_ = by_test(&bad, as_given);
    good_ = by_test(&good, as_given);
    bad_again_ = by_test(bad_again, as_given);
    good_again_ = by_test(good_again, as_given);
    for (const auto& test : passing)
        for (const auto& [one, other] :
             {std::pair(&of(bad_, test), &of(good_, test)), std::pair(&of(good_, test), &of(bad_, test))})
            for (const auto& [key, warning] : *one)
                if (!other->count(key)) background_.insert(key);
}

void Warnings::add_to(Cluster& cluster, const std::string& test) const {
    const bool all = speaks_of_warnings(cluster.error);
    for (const bool bad : {true, false}) {
        const Keys &own = of(bad ? bad_ : good_, test), &own_again = of(bad ? bad_again_ : good_again_, test);
        const Keys &other = of(bad ? good_ : bad_, test), &other_again = of(bad ? good_again_ : bad_again_, test);
        for (const auto& [key, warning] : own) {
            const bool again = !(bad ? repeated_bad_ : repeated_good_) || own_again.count(key);
            if (!again || other.count(key) || other_again.count(key) || cluster.warnings.size() >= most_warnings)
                continue;
            if (background_.count(key) && !all) continue;
            cluster.warnings.push_back({warning->category, warning->message, warning->path, warning->line, bad, test});
        }
    }
}

}  // namespace testskew::divergence
