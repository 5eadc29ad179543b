#include "cli/compare_matrix.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <thread>

#include "cli/compare_attribute.hpp"
#include "cli/message.hpp"
#include "cli/pipeline.hpp"
#include "cli/planned_legs.hpp"
#include "cli/recording_files.hpp"
#include "cli/render.hpp"
#include "compare/collect_runs.hpp"
#include "matrix/matrix.hpp"
#include "matrix/sort_out.hpp"
#include "process/environ.hpp"
#include "profile/profile.hpp"
#include "recording/read.hpp"
#include "report/facts.hpp"
#include "report/matrix.hpp"
#include "util/in_parallel.hpp"
#include "util/recording_name.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

constexpr std::size_t most_recordings = 2000;  // eight matrices as large as GitHub makes them
constexpr std::size_t most_sessions = 20;      // of one leg
constexpr std::size_t most_told = 20;          // recordings that cannot be used

/// A file, and the session of it that is meant; 0 for all.
struct AskedRecording {
    fs::path path;
    int session = 0;
};

/// The recordings that the words name, each once. Throws Error if there are too many.
std::vector<AskedRecording> asked_recordings(const std::vector<std::string>& words, std::vector<std::string>& notes) {
    std::vector<AskedRecording> result;
    std::set<std::pair<fs::path, int>> seen;
    const auto add = [&](const fs::path& path, int session) {
        if (seen.insert({fs::absolute(path).lexically_normal(), session}).second)
            result.push_back({path, session});
        else
            notes.push_back(fmt::format("{} is named twice: it counts once", printable(path.string())));
    };
    for (const std::string& word : words) {
        std::error_code error;
        if (fs::is_directory(word, error)) {
            for (const fs::path& file : recordings_in(word, most_recordings + 1, notes)) add(file, 0);
        } else {
            const RecordingName name = recording_name(word);
            add(name.names_one() ? name.path : word, name.session);
        }
    }
    if (result.size() > most_recordings)
        throw Error(
            fmt::format("more than {} recordings are too many to be compared at once: name fewer", most_recordings));
    return result;
}

/// The recordings that are not in the table, with the reason of each.
class Unused {
public:
    void add(const std::string& why) { why_.push_back(report::one_line(why, 1000)); }
    /// Says them on stderr.
    void tell() const {
        for (std::size_t i = 0; i < why_.size() && i < most_told; ++i) fmt::print(stderr, "testskew: {}\n", why_[i]);
        if (why_.size() > most_told)
            fmt::print(stderr, "testskew: and {} more recordings cannot be used\n", why_.size() - most_told);
    }
    /// Throws Error, as there are not two recordings of `asked` that can be used.
    [[noreturn]] void fail(std::size_t asked, std::size_t usable) const {
        if (asked == 1 && !why_.empty()) throw Error(why_.front());
        throw Error(
            fmt::format("{} of the {} named can be compared{}: name two or more recordings, or a folder of them",
                        usable ? "one" : "none", count_of(static_cast<long>(asked), "recording"),
                        why_.empty() ? "" : fmt::format(" ({})", why_.front())));
    }

private:
    std::vector<std::string> why_;
};

/// The sessions that are meant of a file. Throws Error if there is none.
std::vector<RecordingOutline> sessions_of(const AskedRecording& asked) {
    auto sessions = recording::read_outlines(asked.path, most_sessions);
    const std::string shown = printable(asked.path.string());
    if (sessions.empty())
        throw Error(
            fmt::format("{} holds no session of pytest: its command started none, or the probe was kept out", shown));
    if (asked.session == 0) return sessions;
    const auto at = static_cast<std::size_t>(asked.session) - 1;
    if (at >= sessions.size())
        throw Error(fmt::format("{} holds {} of pytest: there is no session {}", shown,
                                count_of(static_cast<long>(sessions.size()), "session"), asked.session));
    std::vector<RecordingOutline> one;
    one.push_back(std::move(sessions[at]));
    return one;
}

/// Reads all recordings, a few at a time. What cannot be used is said, and left out.
MatrixInput read_all(const std::vector<AskedRecording>& asked, Unused& unused) {
    testskew::compare::RunCollector collector;
    std::vector<std::string> why(asked.size());
    const std::size_t workers = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 8);
    in_parallel(asked.size(), workers, [&](std::size_t i) {
        std::vector<RecordingOutline> sessions;
        try {
            sessions = sessions_of(asked[i]);
        } catch (const Error& error) {
            why[i] = error.what();
        } catch (...) {
            collector.add(i, {}, {});  // Those after it wait for its turn.
            throw;
        }
        collector.add(i, {name_of_leg(asked[i].path), asked[i].path.string(), asked[i].session}, sessions);
    });
    for (const std::string& one : why)
        if (!one.empty()) unused.add(one);
    return collector.take();
}

/// The planned legs of which there is no recording that can be used.
std::vector<std::string> without_recording(std::vector<std::string> planned, const MatrixInput& input) {
    std::set<std::string> recorded;
    for (const MatrixRun& run : input.runs) recorded.insert(run.name);
    std::erase_if(planned, [&](const std::string& name) { return recorded.count(name) > 0; });
    return planned;
}

/// Takes out what is no leg of this matrix.
void sort_out(MatrixInput& input, std::vector<std::string>& notes, Unused& unused) {
    for (const auto& copy : matrix::leave_out_copies(input))
        notes.push_back(
            fmt::format("{} and {} are one recording: it counts once", printable(copy.same_as), printable(copy.file)));
    if (input.runs.size() < 2) return;
    const std::size_t before = input.runs.size();
    const auto strangers = matrix::leave_out_strangers(input);
    if (strangers.size() == before)
        throw Error("these recordings are of different projects: no two have a test file or a commit in common");
    for (const auto& one : strangers)
        unused.add(fmt::format("{} is of another project: it has no test file in common with any other recording",
                               printable(one.file)));
}

/// A folder may hold the file that is to be written.
void check_output_among(const Options& options, const std::vector<AskedRecording>& asked) {
    for (const AskedRecording& one : asked) {
        std::error_code error;
        if (!options.output.empty() && fs::equivalent(options.output, one.path, error))
            throw Error(fmt::format("-o {} would overwrite a recording that is read: name another file",
                                    printable(options.output)));
    }
}

void check_formats(const Options& options) {
    for (const report::FormatName& one : report::all_formats())
        if (std::count(options.formats.begin(), options.formats.end(), one.name) && !report::has_matrix(one.format))
            throw Error(
                fmt::format("--format {} is for two recordings: a matrix is written as text, json, markdown, "
                            "html or summary",
                            one.name));
}

}  // namespace

bool names_two_recordings(const std::vector<std::string>& words) {
    return words.size() == 2 && std::none_of(words.begin(), words.end(), [](const std::string& word) {
               std::error_code error;
               return fs::is_directory(word, error);
           });
}

ExitCode compare_matrix(const Options& options) {
    const Stopwatch watch;
    check_formats(options);
    std::vector<std::string> notes;
    const auto asked = asked_recordings(options.recordings, notes);
    check_output_among(options, asked);
    Unused unused;
    const auto planned = options.plan.empty() ? std::vector<std::string>() : planned_legs(options.plan);
    MatrixInput input = read_all(asked, unused);
    const auto missing = without_recording(planned, input);
    sort_out(input, notes, unused);
    if (input.runs.size() < 2) unused.fail(asked.size(), input.runs.size());
    unused.tell();
    MatrixReport report = matrix::analyse(input, options.strict);
    notes.emplace_back("compared from recordings: nothing was run here, so no description is a cause");
    report.notes = std::move(notes);
    report.missing = missing;
    report.planned = planned.size();
    if (options.strict && !missing.empty() && report.exit_code == ExitCode::ok)
        report.exit_code = ExitCode::unattributed;
    report.seconds = watch.seconds();
    const Secrets secrets(process::environ_without_git());
    render_in_formats(options, profile::project_root(fs::current_path()),
                      [&](report::Format format, const report::FormatOptions& how) {
                          return report::matrix_in_format(format, report, secrets, how);
                      });
    return options.attribute_failure ? attribute_nearest(options, report) : report.exit_code;
}

}  // namespace testskew::cli
