#include "hook/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "model/node_id.hpp"
#include "util/text.hpp"

namespace testskew::hook {
namespace {

constexpr std::size_t most_tests = 8, longest_error = 160, most_frames = 5;

std::string short_id(const std::string& commit) { return commit.substr(0, 10); }

std::string seconds_words(double seconds) { return fmt::format("{:.1f} s", seconds); }

/// "14 tests", "14 of 260 tests".
std::string tests_words(const ProfileCheck& check) {
    if (check.planned > check.ran) return fmt::format("{} of {}", check.ran, count_of(check.planned, "test"));
    return count_of(check.ran, "test");
}

std::string cut(const std::string& text) {
    std::string line = text.substr(0, text.find('\n'));
    if (line.size() <= longest_error) return line;
    return valid_utf8(line.substr(0, longest_error)) + "...";
}

std::string not_checked_line(const CommitCheck& commit, const ProfileCheck& check) {
    const std::string where = check.profile.empty() ? "" : " in " + side_words(check.profile, check.python);
    const std::string ran = check.ran ? fmt::format(" ({} passed)", tests_words(check)) : "";
    return fmt::format("{}: {}{}: {}{}", not_checked_words, commit.ref, where, check.reason, ran);
}

/// The traceback that a server has kept from the test. One that several tests ran into is told once.
void add_hidden(const HiddenError& hidden, std::set<std::string>& told, std::vector<std::string>& lines) {
    if (hidden.error.empty()) return;
    if (!told.insert(hidden.error + "\n" + join(hidden.frames, "\n")).second) {
        lines.push_back("      behind it: the same as above");
        return;
    }
    lines.push_back("      behind it: " + cut(hidden.error) + (hidden.how.empty() ? "" : " (" + cut(hidden.how) + ")"));
    const std::size_t all = hidden.frames.size(), first = all > most_frames ? all - most_frames : 0;
    for (std::size_t i = first; i < all; ++i) lines.push_back("        " + hidden.frames[i]);
}

void add_failures(const ProfileCheck& check, std::vector<std::string>& lines) {
    std::set<std::string> told;
    for (std::size_t i = 0; i < check.failed.size() && i < most_tests; ++i) {
        const FailedTest& test = check.failed[i];
        lines.push_back("  " + test.id);
        if (!test.error.empty()) lines.push_back("      " + cut(test.error));
        if (!test.place.empty()) lines.push_back("      " + test.place);
        add_hidden(test.hidden, told, lines);
    }
    if (check.failed.size() > most_tests)
        lines.push_back(fmt::format("  and {} more", check.failed.size() - most_tests));
}

void add_other_side(const ProfileCheck& check, std::vector<std::string>& lines) {
    const OtherSide& other = check.other;
    if (other.name.empty()) return;
    const auto all = static_cast<long>(check.failed.size());
    const std::string side = side_words(other.name, other.python);
    if (other.passed == 0) {
        lines.push_back(fmt::format("  in {} {} as well", side, all == 1 ? "it fails" : "they fail"));
        return;
    }
    lines.push_back(other.passed < all ? fmt::format("  in {} {} of them {}; the two differ in", side, other.passed,
                                                     other.passed == 1 ? "passes" : "pass")
                    : all == 1         ? fmt::format("  in {} it passes; the two differ in", side)
                                       : fmt::format("  in {} they pass; the two differ in", side));
    for (const auto& line : other.differences) lines.push_back("    " + line);
    if (other.differences.empty()) lines.back() = lines.back().substr(0, lines.back().find(';'));
}

std::vector<std::string> failed_lines(const CommitCheck& commit, const ProfileCheck& check) {
    const std::string side = side_words(check.profile, check.python);
    const std::string where = fmt::format("{} ({})", commit.ref, short_id(commit.commit));
    std::vector<std::string> lines;
    const auto failed = static_cast<long>(check.failed.size());
    if (failed == 0)
        lines.push_back(fmt::format("the push of {} is stopped: {} in {}", where, check.reason, side));
    else
        lines.push_back(fmt::format("the push of {} is stopped: {} in {}, {}", where,
                                    count_of(failed, "test fails", "tests fail"), side, seconds_words(check.seconds)));
    add_failures(check, lines);
    add_other_side(check, lines);
    return lines;
}

}  // namespace

std::string to_string(Verdict verdict) {
    return verdict == Verdict::passed ? "passed" : verdict == Verdict::failed ? "failed" : "not checked";
}

Verdict verdict_of(const std::vector<ProfileCheck>& profiles) {
    const auto any = [&](Verdict verdict) {
        return std::any_of(profiles.begin(), profiles.end(), [&](const auto& one) { return one.verdict == verdict; });
    };
    if (any(Verdict::failed)) return Verdict::failed;
    return profiles.empty() || any(Verdict::not_checked) ? Verdict::not_checked : Verdict::passed;
}

std::string side_words(const std::string& profile, const std::string& python) {
    if (python.empty()) return profile;
    return fmt::format("{} (Python {})", profile, python);
}

std::vector<std::string> lines_of(const CommitCheck& check) {
    if (check.remembered) return {};
    if (check.profiles.empty()) {
        if (check.verdict == Verdict::passed) return {fmt::format("{}: {}", check.ref, check.reason)};
        return {fmt::format("{}: {}: {}", not_checked_words, check.ref, check.reason)};
    }
    std::vector<std::string> lines;
    for (const auto& one : check.profiles) {
        if (one.verdict == Verdict::passed)
            lines.push_back(fmt::format("{}: {} in {}, {}", check.ref, tests_words(one),
                                        side_words(one.profile, one.python), seconds_words(one.seconds)));
        else if (one.verdict == Verdict::not_checked)
            lines.push_back(not_checked_line(check, one));
        else
            for (auto& line : failed_lines(check, one)) lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<std::string> help_lines(const CommitCheck& check, const std::string& good) {
    const auto failed = std::find_if(check.profiles.begin(), check.profiles.end(),
                                     [](const auto& one) { return one.verdict == Verdict::failed; });
    if (failed == check.profiles.end()) return {};
    std::set<std::string> modules;
    for (const auto& test : failed->failed) modules.insert(module_of(test.id));
    // Without another side the commit is compared with what is on disk.
    const std::string other = good.empty() ? failed->profile : good, files = good.empty() ? "--bad-files" : "--files";
    std::vector<std::string> command = {"testskew", "run", "--bad", failed->profile,
                                        "--good",   other, files,   "ref:" + short_id(check.commit)};
    if (modules.size() <= 3) command.insert(command.end(), modules.begin(), modules.end());
    return {"why:                " + shell_command(command),
            "push all the same:  git push --no-verify   (or TESTSKEW_SKIP=1 git push)"};
}

}  // namespace testskew::hook
