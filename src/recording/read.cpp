#include "recording/read.hpp"

#include <fcntl.h>
#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <future>
#include <string>

#include "recording/decoder.hpp"
#include "recording/line_parser.hpp"
#include "recording/plain_line.hpp"
#include "recording/values.hpp"
#include "util/descriptor.hpp"
#include "util/error.hpp"
#include "util/json_line.hpp"
#include "util/line_cutter.hpp"

namespace testskew::recording {
namespace {

constexpr std::size_t most_bytes = std::size_t{2} << 30;
constexpr std::size_t most_before_first_record = 1 << 20;

Descriptor opened(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        throw Error(fmt::format("{} is a folder, not a recording", path.string()));
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.ok()) throw Error(fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
    return file;
}

[[noreturn]] void no_recording(const std::filesystem::path& path) {
    throw Error(fmt::format("{} is not a recording: `testskew record PROFILE -o FILE` writes one", path.string()));
}

/// True if the line is a `session` record, with which each session of a leg begins.
bool begins_session(std::string_view line, LineParser& parser) {
    const std::string_view kind = kind_of_line(line);
    if (kind == "phase" || kind == "start" || line.find("\"session\"") == std::string_view::npos) return false;
    const Value* record = parser.parse(line);
    return record && text(*record, "t") == "session";
}

/// Lets through what belongs to one session of a leg: the records before the first session, and its own.
class SessionFilter {
public:
    explicit SessionFilter(int session) : wanted_(session) {}

    bool belongs(std::string_view line) {
        if (wanted_ <= 1) return true;  // the decoder stops at the second session
        if (begins_session(line, parser_)) ++seen_;
        return seen_ == 0 || seen_ >= wanted_;
    }

private:
    LineParser parser_;
    int wanted_, seen_ = 0;
};

/// Refuses what a newer testskew has written.
void check_age(int schema, const std::filesystem::path& path) {
    if (schema > 1)
        throw Error(fmt::format("{} was written by a newer testskew (form {}, this one reads 1): update testskew",
                                path.string(), schema));
}

/// Refuses what was found to be no recording that can be read: without a known record, or of an impossible form.
void check_form(const Decoder& decoder, const std::filesystem::path& path) {
    if (decoder.known() == 0) no_recording(path);
    check_age(decoder.schema(), path);
    if (decoder.schema() < 1)
        throw Error(fmt::format(
            "{} does not say in which form it was written (its `schema` is no number from 1 on): record it again",
            path.string()));
}

/// Gives each line of a file to `take` and looks at `decoder` after each block. Returns
/// whether something of the file was not read.
bool each_line(const std::filesystem::path& path, const std::function<const Decoder&()>& decoder,
               const std::function<void(std::string_view)>& take) {
    const auto file = opened(path);
    bool truncated = false;
    LineCutter lines(max_line, take);
    std::string block(1 << 20, '\0');
    std::size_t total = 0;
    for (ssize_t got; (got = read_some(file.get(), block.data(), block.size())) > 0;) {
        total += static_cast<std::size_t>(got);
        lines.feed({block.data(), static_cast<std::size_t>(got)});
        if (decoder().known() == 0 && total >= most_before_first_record) no_recording(path);
        check_age(decoder().schema(), path);
        if (total > most_bytes) {
            truncated = true;
            break;
        }
    }
    if (!lines.unfinished().empty()) {  // the process died while it wrote this line
        take(lines.unfinished());
        truncated = true;
    }
    return truncated || lines.skipped();
}

/// The sessions of a file in outline, one after the other. Throws where one of them has a form that cannot be read.
class Outlines {
public:
    Outlines(std::filesystem::path path, std::size_t most) : path_(std::move(path)), most_(most) {}

    void line(std::string_view text) {
        if (begins_session(text, parser_)) begin();
        if (done_.size() >= most_) return;
        if (!begun_) before_.emplace_back(text);
        truncated_ = !decoder_.line(text) || truncated_;
    }

    const Decoder& decoder() const { return decoder_; }

    std::vector<RecordingOutline> finish(bool truncated) {
        // The recording of a leg says with its first record that it is one: without a session it is empty.
        const bool leg = !before_.empty() && before_.front().find("\"leg\"") != std::string::npos;
        if (begun_ || !leg)
            end();
        else
            check_form(decoder_, path_);
        if (truncated && !done_.empty()) done_.back().rest.truncated = true;
        return std::move(done_);
    }

private:
    /// What stands before the first session belongs to each of them.
    void begin() {
        if (begun_) {
            end();
            decoder_ = Decoder(true);
            for (const std::string& text : before_) decoder_.line(text);
        }
        begun_ = true;
    }
    void end() {
        if (done_.size() >= most_) return;
        check_form(decoder_, path_);
        done_.push_back(decoder_.finish_outline());
        done_.back().rest.truncated = done_.back().rest.truncated || truncated_;
        truncated_ = false;
    }

    std::filesystem::path path_;
    std::size_t most_;
    LineParser parser_;
    std::vector<std::string> before_;
    std::vector<RecordingOutline> done_;
    Decoder decoder_{true};
    bool begun_ = false, truncated_ = false;
};

}  // namespace

Recording read(const std::filesystem::path& path, int session) {
    Decoder decoder;
    SessionFilter filter(session);
    bool damaged = false;
    const bool truncated = each_line(
        path, [&]() -> const Decoder& { return decoder; },
        [&](std::string_view line) {
            if (filter.belongs(line)) damaged = !decoder.line(line) || damaged;
        });
    check_form(decoder, path);
    Recording recording = decoder.finish();
    recording.truncated = recording.truncated || truncated || damaged;
    return recording;
}

std::vector<RecordingOutline> read_outlines(const std::filesystem::path& path, std::size_t most) {
    Outlines outlines(path, most);
    const bool truncated = each_line(
        path, [&]() -> const Decoder& { return outlines.decoder(); },
        [&](std::string_view line) { outlines.line(line); });
    return outlines.finish(truncated);
}

RecordingPair read_both(const SessionFile& bad, const SessionFile& good) {
    auto other = std::async(std::launch::async, [&] { return read(good.path, good.session); });
    RecordingPair pair;
    pair.bad = read(bad.path, bad.session);  // if this throws, the future's destructor still waits for the other
    pair.good = other.get();
    return pair;
}

}  // namespace testskew::recording
