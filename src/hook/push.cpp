#include "hook/push.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::hook {
namespace {

constexpr std::size_t sha1_digits = 40, sha256_digits = 64;

bool is_object_name(std::string_view text) {
    return (text.size() == sha1_digits || text.size() == sha256_digits) &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool all_zeros(std::string_view id) { return !id.empty() && id.find_first_not_of('0') == std::string_view::npos; }

/// Cuts the last word off a line; "" if there is none.
std::string last_word(std::string& line) {
    const std::size_t blank = line.rfind(' ');
    if (blank == std::string::npos) return {};
    std::string word = line.substr(blank + 1);
    line.resize(blank);
    return word;
}

}  // namespace

bool PushedRef::deletes() const { return all_zeros(local_id); }
bool PushedRef::is_new() const { return all_zeros(remote_id); }
bool PushedRef::is_tag() const { return remote_ref.starts_with("refs/tags/"); }
bool PushedRef::holds_no_tests() const { return remote_ref.starts_with("refs/notes/"); }

std::string PushedRef::shown() const {
    for (const std::string_view prefix : {"refs/heads/", "refs/tags/", "refs/"})
        if (remote_ref.starts_with(prefix)) return printable(remote_ref.substr(prefix.size()));
    return printable(remote_ref);
}

std::vector<PushedRef> parse_refs(std::string_view text) {
    std::vector<PushedRef> refs;
    int number = 0;
    for (std::string line : split(text, '\n')) {
        ++number;
        if (trim(line).empty()) continue;
        const std::string whole = line;
        PushedRef ref;
        // The local ref comes first and may be any expression, also one with blanks: "HEAD^{/a commit}".
        ref.remote_id = last_word(line);
        ref.remote_ref = last_word(line);
        ref.local_id = last_word(line);
        ref.local_ref = line;
        if (!is_object_name(ref.local_id) || !is_object_name(ref.remote_id) || ref.remote_ref.empty() ||
            ref.local_ref.empty())
            throw Error(fmt::format("line {} of the standard input is none of git's pre-push hook: \"{}\"", number,
                                    printable(whole.substr(0, 100))));
        refs.push_back(std::move(ref));
    }
    return refs;
}

std::optional<Push> pre_commit_push(const std::map<std::string, std::string>& variables) {
    const auto value = [&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string() : found->second;
    };
    if (value("PRE_COMMIT").empty()) return std::nullopt;
    Push push;
    push.remote = value("PRE_COMMIT_REMOTE_NAME");
    const std::string zeros(sha1_digits, '0');
    // Without the two refs, pre-commit was started by hand, or pushes the first commit of a repository.
    PushedRef ref{value("PRE_COMMIT_LOCAL_BRANCH"), value("PRE_COMMIT_TO_REF"), value("PRE_COMMIT_REMOTE_BRANCH"),
                  value("PRE_COMMIT_FROM_REF")};
    if (ref.local_ref.empty()) ref.local_ref = "HEAD";
    if (ref.remote_ref.empty()) ref.remote_ref = ref.local_ref;
    if (ref.local_id.empty()) ref.local_id = ref.local_ref;
    if (ref.remote_id.empty()) ref.remote_id = zeros;
    push.refs = {ref};
    return push;
}

}  // namespace testskew::hook
