#pragma once
#include <optional>
#include <string>
#include <string_view>

/// The text of a pre-push hook that calls testskew, and the way back to what was there before. Knows no files.
namespace testskew::hook {

/// How the call came into the file.
enum class Placement {
    alone,   ///< there was no hook: the file is ours
    inside,  ///< in a shell script, after its first line; the script is run as it was, by its own path
    beside,  ///< the hook that was there has another name now, and is run from there
};

/// The call of testskew in a hook.
struct Call {
    Placement placement = Placement::alone;
    std::string program;       ///< the absolute path of testskew
    std::string project;       ///< the folder of the project relative to the work tree; "" for its top
    std::string kept;          ///< of `beside`: the name of the other hook in the same folder
    bool runs_kept = true;     ///< of `beside`: it could be executed, so that git ran it
    bool made_folder = false;  ///< the folder of hooks was made for this file
    bool operator==(const Call&) const = default;
};

/// The version of the lines that with_call() writes. Lines of the same form that are other lines were changed by hand.
constexpr int call_form = 2;

/// The name that a hook gets which cannot be kept inside.
constexpr const char* kept_name = "pre-push.before-testskew";

/// The variable that is set while the hook that was there runs from inside.
constexpr const char* in_hook_variable = "TESTSKEW_IN_HOOK";

/// True if the call can stand inside this hook: a script of a POSIX shell.
bool takes_call_inside(std::string_view text);

/// The text of a hook with the call. `original` is what the hook was before, for a placement inside.
std::string with_call(const Call& call, std::string_view original);

/// A hook that has a call.
struct Found {
    Call call;
    std::string rest;  ///< the text without the call: what was there before, byte for byte
    int form = 0;      ///< that of its lines; 0 if they do not say it
};

/// The text with another path of testskew in the lines of its call, which stay as they are otherwise.
std::string with_program(std::string_view text, const std::string& program);

/// The call in a hook; nullopt if it has none.
std::optional<Found> find_call(std::string_view text);

/// True for a status by which the lines of a hook know that testskew crashed, so that they let the push go on.
bool is_crash(int status);

/// True if nothing but our own first line is left of a file.
bool only_ours(std::string_view rest);

}  // namespace testskew::hook
