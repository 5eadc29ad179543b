#include "report/side_words.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/facts.hpp"
#include "report/skips.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// Collects remarks, each of them once.
class Remarks {
public:
    explicit Remarks(const Report& report)
        : bad_(bad_name(report)), good_(good_name(report)), both_(bad_ + " and " + good_) {}

    void add(bool bad, std::string text, bool warning = false) {
        const std::string& who = bad ? bad_ : good_;
        for (SideRemark& known : all_)
            if (known.text == text) {
                if (known.who != who) known.who = both_;
                return;
            }
        all_.push_back({who, std::move(text), warning});
    }

    std::vector<SideRemark> take() { return std::move(all_); }

private:
    std::string bad_, good_, both_;
    std::vector<SideRemark> all_;
};

/// How the tests that fail on the good side only could be looked into. `compare` has recordings and no profiles, so it
/// cannot look into anything.
std::string advice_on_reverse(const Report& report, long tests) {
    if (report.run_directory.empty()) return "";
    const char* them = tests == 1 ? "it" : "them";
    const std::string bad = bad_name(report), good = good_name(report);
    // Two sides of one profile are told apart by these endings, which are no names of profiles.
    const bool one_profile = bad.ends_with("-bad") && good.ends_with("-good") &&
                             bad.substr(0, bad.size() - 4) == good.substr(0, good.size() - 5);
    if (one_profile)
        return fmt::format(": with the options of the two sides exchanged, testskew would look into {}", them);
    return fmt::format(": `--bad {} --good {}` would look into {}", good, bad, them);
}

}  // namespace

std::vector<SideRemark> side_remarks(const Report& report, bool verbose) {
    Remarks remarks(report);
    for (const bool bad : {true, false}) {
        const ReportSide& side = bad ? report.bad : report.good;
        if (!side.ended.empty()) remarks.add(bad, one_line(side.ended, 400), true);
        for (const Fidelity& f : side.provenance.fidelity)
            remarks.add(bad, fmt::format("{} {} asked, {} found", f.what, f.asked, f.got), true);
        // Only requirements that were guessed need a remark; those in the profile itself do not.
        const std::string& origin = side.provenance.requirements;
        if (!side.provenance.packages.empty())
            remarks.add(bad, "packages: " + side.provenance.packages);
        else if (!origin.empty() && !side.provenance.listed)
            remarks.add(bad, "requirements: " + origin);
        else if (!origin.empty() && verbose)
            remarks.add(bad, "requirements: its profile's");
        for (const std::string& note : side.provenance.notes) remarks.add(bad, note);
        if (!side.missing.empty())
            remarks.add(bad, "not set, but looked up: " + some_of(side.missing, verbose ? side.missing.size() : 3));
    }
    return remarks.take();
}

std::string section_title(const Report& report, ClusterKind kind) {
    const std::string bad = bad_name(report), good = good_name(report);
    const long tests = Problem{0, of_kind(report, kind), nullptr}.tests();
    if (kind == ClusterKind::one_sided) return one_sided_title(report) + ".";
    if (kind == ClusterKind::reverse)
        return fmt::format("{} in {} and {} in {}{}.", count_of(tests, "test fails", "tests fail"), good,
                           tests == 1 ? "passes" : "pass", bad, advice_on_reverse(report, tests));
    return fmt::format(
        "{} on both sides in the same way, so no difference between {} and {} explains that: mend {} on either side.",
        count_of(tests, "test fails", "tests fail"), bad, good, tests == 1 ? "it" : "them");
}

}  // namespace testskew::report
