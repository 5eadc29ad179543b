#include "cli/ci_legs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/recording_files.hpp"
#include "compare/nearest.hpp"
#include "model/lookup.hpp"
#include "model/node_id.hpp"
#include "recording/leg_head.hpp"
#include "recording/read.hpp"
#include "report/assemble.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

constexpr std::size_t most_files = 1000;  // of one folder: as many legs as four of GitHub's largest matrices have
constexpr int most_sessions = 20;         // of one leg

std::string python_of(const Recording& recording) {
    const Interpreter& python = recording.interpreter;
    const bool cpython = python.implementation.empty() || python.implementation == "cpython";
    return (cpython ? "" : python.implementation + " ") + python_version_of(recording) +
           (python.free_threaded ? "t" : "");
}

/// How the command of a leg ended: "exit status 2", "signal 9"; "" if it ended well.
std::string ending(const recording::LegHead& head) {
    if (head.signal) return fmt::format("signal {}", head.signal);
    return head.status ? fmt::format("exit status {}", head.status) : "";
}

/// The counts of all sessions together, in the order in which they first occur.
OutcomeCounts counts_of_all(const std::vector<ReportSide>& sides) {
    OutcomeCounts result;
    for (const ReportSide& side : sides)
        for (const auto& [outcome, count] : side.outcomes) {
            const auto known = std::find_if(result.begin(), result.end(),
                                            [&, wanted = outcome](const auto& one) { return one.first == wanted; });
            if (known == result.end())
                result.emplace_back(outcome, count);
            else
                known->second += count;
        }
    return result;
}

/// Fills in what the recording says of the leg.
void describe(ReadLeg& read, const std::optional<recording::LegHead>& head) {
    const Recording& first = read.sessions.front();
    std::vector<ReportSide> sides;
    bool failing = false, told = false;  // `told`: pytest itself ended so, and the tests say why
    for (const Recording& one : read.sessions) {
        sides.push_back(report::side(one));
        failing = failing || !compare::failing_tests(one).empty() || !sides.back().ended.empty();
        told = told || one.exit_status != 0;
    }
    CiLeg& leg = read.leg;
    leg.python = python_of(first);
    if (const auto os = first.facts.find("os"); os != first.facts.end()) leg.system = os->second;
    leg.outcomes = counts_of_all(sides);
    leg.seconds = head ? head->seconds : first.seconds;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        // The leg's own record is written at the end, so that a part of the file is missing if only that is there.
        const bool cut = head && (read.sessions[i].truncated || !read.sessions[i].complete);
        if (leg.why.empty()) leg.why = cut && !sides[i].ended.empty() ? "the recording was cut off" : sides[i].ended;
    }
    const std::string ended = head ? ending(*head) : "";
    if (leg.why.empty() && !ended.empty() && (!failing || !told))
        leg.why = fmt::format("its command ended with {}{}", ended, failing ? "" : ", and no test failed");
    // The leg is as red as its step: what a command makes of failing tests is its own affair.
    const bool failed = head ? !ended.empty() : failing || first.exit_status > 0;
    leg.state = failed ? LegState::failed : LegState::passed;
}

/// A leg without a session: its command never came to pytest, or the probe was kept out.
void describe_empty(CiLeg& leg, const recording::LegHead& head) {
    leg.seconds = head.seconds;
    const std::string ended = ending(head);
    leg.state = ended.empty() ? LegState::no_session : LegState::failed;
    const std::string kept_out = "the probe was kept out";
    leg.why = ended.empty() ? fmt::format("{} holds no session of pytest: its command started none, or {}",
                                          printable(leg.file), kept_out)
                            : fmt::format("its command ended with {} before pytest began, or {}", ended, kept_out);
}

ReadLeg read_one(const fs::path& file, std::vector<std::string>& notes) {
    ReadLeg result;
    result.file = fs::absolute(file).lexically_normal();
    result.leg.file = result.file.filename().string();
    try {
        result.sessions.push_back(recording::read(file));
        const auto head = recording::read_leg_head(file);
        if (head && head->sessions == 0) {
            describe_empty(result.leg, *head);
            result.sessions.clear();
            return result;
        }
        const int count = head ? std::min(head->sessions, most_sessions) : 1;
        if (head && head->sessions > most_sessions)
            notes.push_back(fmt::format("{} holds {} sessions of pytest: the last {} are not looked at",
                                        printable(result.leg.file), head->sessions, head->sessions - most_sessions));
        for (int number = 2; number <= count; ++number) result.sessions.push_back(recording::read(file, number));
        describe(result, head);
    } catch (const Error& error) {
        result.leg.state = LegState::unusable;
        result.leg.why = error.what();
        result.sessions.clear();
    }
    return result;
}

/// Gives each leg a name of its own.
void name_all(std::vector<ReadLeg>& legs, const std::set<fs::path>& named) {
    std::vector<std::string> names;
    std::vector<fs::path> files;
    for (const ReadLeg& one : legs) {
        names.push_back(named.count(one.file) ? one.file.stem().string() : name_of_leg(one.file));
        files.push_back(one.file);
    }
    make_distinct(names, files);
    for (std::size_t i = 0; i < legs.size(); ++i) legs[i].leg.name = std::move(names[i]);
}

/// What makes a recording the same as another one: a copy has it too.
std::string identity(const ReadLeg& leg) {
    if (leg.sessions.empty()) return {};
    return identity_of(leg.sessions.front(), leg.sessions.front().tests.size());
}

std::set<std::string> modules_of(const ReadLeg& leg) {
    std::set<std::string> result;
    for (const Recording& recording : leg.sessions) {
        result.insert(recording.modules.begin(), recording.modules.end());
        for (const TestRecord& test : recording.tests) result.insert(module_of(test.id));
    }
    return result;
}

}  // namespace

std::vector<ReadLeg> read_legs(const std::vector<std::string>& asked, const std::vector<std::string>& good,
                               std::vector<std::string>& notes) {
    std::vector<ReadLeg> result;
    std::map<fs::path, std::size_t> seen;
    std::map<std::string, std::size_t> copies;
    std::set<fs::path> named;
    const auto add = [&](const fs::path& file, bool as_good) {
        const fs::path path = fs::absolute(file).lexically_normal();
        const auto [at, fresh] = seen.try_emplace(path, result.size());
        if (!fresh) {
            result[at->second].leg.given_as_good = result[at->second].leg.given_as_good || as_good;
            return;
        }
        ReadLeg leg = read_one(file, notes);
        if (const std::string id = identity(leg); !id.empty()) {
            const auto [other, first] = copies.try_emplace(id, result.size());
            if (!first) {
                notes.push_back(fmt::format("{} and {} are one recording: it counts once",
                                            printable(result[other->second].file.filename().string()),
                                            printable(path.lexically_relative(fs::current_path()).string())));
                at->second = other->second;
                return;
            }
        }
        leg.leg.given_as_good = as_good;
        result.push_back(std::move(leg));
    };
    const auto add_all = [&](const std::vector<std::string>& words, bool as_good) {
        for (const std::string& word : words) {
            std::error_code error;
            if (!fs::is_directory(word, error)) {
                named.insert(fs::absolute(word).lexically_normal());
                add(word, as_good);
            } else {
                for (const auto& file : recordings_in(word, most_files, notes)) add(file, as_good);
            }
        }
    };
    add_all(asked, false);
    add_all(good, true);
    name_all(result, named);
    return result;
}

void leave_out_strangers(std::vector<ReadLeg>& legs) {
    std::vector<std::pair<std::size_t, std::set<std::string>>> known;
    for (std::size_t i = 0; i < legs.size(); ++i)
        if (auto modules = modules_of(legs[i]); !modules.empty()) known.emplace_back(i, std::move(modules));
    std::map<std::string, int> count;  // in how many legs a test file is
    for (const auto& [index, modules] : known)
        for (const auto& module : modules) ++count[module];
    if (known.size() < 2) return;
    std::vector<std::size_t> strangers;
    for (const auto& [index, modules] : known) {
        const bool shared = std::any_of(modules.begin(), modules.end(), [&](const auto& m) { return count[m] > 1; });
        const std::string commit = commit_of(legs[index].sessions.front());
        const bool same_commit = std::any_of(known.begin(), known.end(), [&, at = index](const auto& other) {
            return other.first != at && (commit.empty() || commit == commit_of(legs[other.first].sessions.front()));
        });
        if (!shared && !same_commit) strangers.push_back(index);
    }
    for (const std::size_t index : strangers) {
        CiLeg& leg = legs[index].leg;
        // Of two legs nobody can say which one belongs here; the failed one stays.
        if (strangers.size() == known.size() && leg.state == LegState::failed && !leg.given_as_good) continue;
        leg.state = LegState::unusable;
        leg.why = fmt::format("{} is of another project or commit: it has no test file in common with any other leg",
                              printable(legs[index].file.filename().string()));
        legs[index].sessions.clear();
    }
}

}  // namespace testskew::cli
