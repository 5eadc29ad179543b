#include "cli/reproduced.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>

#include "compare/compare.hpp"
#include "compare/nearest.hpp"
#include "model/outcomes.hpp"
#include "recording/leg_head.hpp"
#include "recording/read.hpp"
#include "report/assemble.hpp"
#include "util/recording_name.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace fs = std::filesystem;
namespace {

constexpr int most_sessions_read = 20;  // each costs a pass over the file

int sessions_of(const fs::path& file) {
    const auto head = recording::read_leg_head(file);
    return head ? head->sessions : 1;
}

Reproduction reproduction_of(const Recording& leg, const Recording& here) {
    Reproduction result;
    for (const Cluster& cluster : compare::compare(leg, here).clusters)
        for (const ClusterTest& test : cluster.tests) {
            if (!is_failure(test.bad)) {
                if (cluster.kind == ClusterKind::reverse && is_failure(test.good)) result.only_here.push_back(test.id);
                continue;
            }
            if (!is_failure(test.good))
                result.not_here.push_back(test.id);
            else if (cluster.kind == ClusterKind::common)
                ++result.same;
            else
                result.otherwise.push_back(test.id);
        }
    return result;
}

/// The other sessions of the recording in which something failed.
void add_left_out(const fs::path& file, Reproduction& result) {
    const int all = sessions_of(file);
    for (int number = 1; number <= std::min(all, most_sessions_read); ++number) {
        if (number == result.session) continue;
        const Recording session = recording::read(file, number);
        const auto failed = static_cast<long>(compare::failing_tests(session).size());
        const bool well = session.complete && (session.exit_status == 0 || session.exit_status == 5);
        if (failed == 0 && well) return;  // a recording has those first in which something failed
        result.left_out.push_back({number, failed, shell_command(session.argv)});
    }
    result.not_looked_at = std::max(0, all - most_sessions_read);
}

std::set<std::string_view> ids_of(const Recording& recording) {
    std::set<std::string_view> ids;
    for (const TestRecord& test : recording.tests) ids.insert(test.id);
    return ids;
}

}  // namespace

void add_reproduction(const ProfilePair& profiles, const investigation::Base& base, const AskedSides& asked,
                      bool strict, Report& report) {
    const auto add = [](const Profile& profile, const Recording& here, const std::string& word, bool bad,
                        ReportSide& side) {
        if (!profile.recording) return;
        Reproduction result = reproduction_of(recording::read(*profile.recording, profile.recorded_session), here);
        result.recording = profile.recording->filename().string();
        result.session = profile.recorded_session;
        if (bad && recording_name(word).session == 0) add_left_out(*profile.recording, result);
        side.reproduction = std::move(result);
    };
    add(profiles.bad, base.bad, asked.bad, true, report.bad);
    add(profiles.good, base.good, asked.good, false, report.good);
    report.exit_code = report::exit_code(report, strict);
}

std::string good_session(const std::string& bad, const std::string& good, const std::string& from) {
    const RecordingName bad_name = recording_name(bad), good_name = recording_name(good);
    if (!bad_name.names_one() || !good_name.names_one() || good_name.session) return good;
    const fs::path bad_file = fs::path(from) / bad_name.path, good_file = fs::path(from) / good_name.path;
    std::error_code error;
    if (!fs::is_regular_file(bad_file, error) || !fs::is_regular_file(good_file, error)) return good;
    const int count = std::min(sessions_of(good_file), most_sessions_read);
    if (count < 2) return good;
    const Recording failing = recording::read(bad_file, bad_name.number());
    const auto wanted = ids_of(failing);
    std::size_t most = 0;
    int chosen = 1;
    for (int number = 1; number <= count; ++number) {
        const Recording session = recording::read(good_file, number);
        std::size_t common = 0;
        for (const std::string_view id : ids_of(session)) common += wanted.count(id);
        if (common > most) {
            most = common;
            chosen = number;
        }
    }
    return name_of_session(good, chosen);
}

}  // namespace testskew::cli
