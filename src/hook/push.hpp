#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What git tells a pre-push hook.
namespace testskew::hook {

/// One ref that is pushed, as git writes it to the standard input of the hook (githooks(5), pre-push).
struct PushedRef {
    std::string local_ref;  ///< "refs/heads/main", "(delete)", or any expression that names a commit
    std::string local_id;   ///< the object to be pushed; all zeros for a ref that is deleted
    std::string remote_ref;
    std::string remote_id;  ///< what the remote has; all zeros for a new ref

    bool deletes() const;
    bool is_new() const;
    /// True for refs that hold no state of the project that could be tested: notes, and the like.
    bool holds_no_tests() const;
    bool is_tag() const;
    /// The name for people: "main", "v1.0".
    std::string shown() const;
    bool operator==(const PushedRef&) const = default;
};

/// One push.
struct Push {
    std::string remote;  ///< the remote's name, or its URL if it has no name; "" if nothing is known
    std::vector<PushedRef> refs;
};

/// Reads the lines of git. Throws Error (usage) for a line that has not four parts with object names in their places.
std::vector<PushedRef> parse_refs(std::string_view text);

/// The push that pre-commit describes in the environ of its hooks (PRE_COMMIT_TO_REF and others): pre-commit reads the
/// standard input itself, and names the first ref that has something new. nullopt if no pre-commit runs.
std::optional<Push> pre_commit_push(const std::map<std::string, std::string>& variables);

}  // namespace testskew::hook
