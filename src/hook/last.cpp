#include "hook/last.hpp"

#include <nlohmann/json.hpp>

#include "util/files.hpp"
#include "util/json_members.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;
using nlohmann::json;

namespace testskew::hook {
namespace {

constexpr int last_schema = 1;
constexpr std::size_t most_failed = 2000;

fs::path file_of(const fs::path& own_folder) { return own_folder / "hook.json"; }

Verdict verdict_named(const std::string& name) {
    for (const auto verdict : {Verdict::passed, Verdict::failed})
        if (to_string(verdict) == name) return verdict;
    return Verdict::not_checked;
}

}  // namespace

std::optional<Last> read_last(const fs::path& own_folder) {
    const auto text = is_file(file_of(own_folder)) ? read_file(file_of(own_folder)) : std::nullopt;
    if (!text) return std::nullopt;
    const json document = json::parse(*text, nullptr, false);
    if (members::integer(document, "schema") != last_schema) return std::nullopt;
    Last last;
    last.when = members::text(document, "when");
    last.ref = members::text(document, "ref");
    last.commit = members::text(document, "commit");
    last.verdict = verdict_named(members::text(document, "verdict"));
    last.lines = members::names(document, "lines");
    last.failed = members::names(document, "failed");
    if (const json* seconds = members::find(document, "whole_seconds"); seconds && seconds->is_object())
        for (const auto& [profile, value] : seconds->items())
            last.whole_seconds[profile] = members::number(*seconds, profile.c_str());
    return last;
}

void write_last(const fs::path& own_folder, const Last& last) noexcept try {
    const json document = {{"schema", last_schema}, {"when", last.when},
                           {"ref", last.ref},       {"commit", last.commit},
                           {"lines", last.lines},   {"verdict", to_string(last.verdict)},
                           {"failed", last.failed}, {"whole_seconds", last.whole_seconds}};
    write_file(file_of(own_folder), document.dump(1, ' ', false, json::error_handler_t::replace) + "\n", 0600);
} catch (...) {
}

std::vector<std::string> failed_last_by_pytest(const fs::path& project) {
    const fs::path file = project / ".pytest_cache" / "v" / "cache" / "lastfailed";
    const auto text = is_file(file) ? read_file(file) : std::nullopt;
    const json document = text ? json::parse(*text, nullptr, false) : json();
    std::vector<std::string> ids;
    if (document.is_object())
        for (const auto& [id, value] : document.items())
            if (ids.size() < most_failed) ids.push_back(id);
    return ids;
}

Last after(const std::optional<Last>& before, const CommitCheck& check, const std::vector<std::string>& lines,
           const std::string& when) {
    Last last;
    if (before) last.whole_seconds = before->whole_seconds;
    last.when = when;
    last.ref = check.ref;
    last.commit = check.commit;
    last.verdict = check.verdict;
    last.lines = lines;
    const bool ran = check.verdict != Verdict::not_checked && !check.profiles.empty();
    if (!ran && before) last.failed = before->failed;
    for (const auto& one : check.profiles) {
        for (const auto& test : one.failed)
            if (last.failed.size() < most_failed) last.failed.push_back(test.id);
        if (one.verdict == Verdict::passed) last.whole_seconds[one.profile] = one.seconds;
    }
    return last;
}

}  // namespace testskew::hook
