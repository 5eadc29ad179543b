#pragma once
#include <string>
#include <vector>

/// What came of checking a push, as structs; words.hpp makes sentences of them.
namespace testskew::hook {

/// passed: the whole selection ran and passed. failed: the push is stopped. not_checked: it goes on, and the user is
/// told what nobody has looked at.
enum class Verdict { passed, failed, not_checked };

/// The exception of a server that a test did not see, but the answer that it became.
struct HiddenError {
    std::string error;                ///< "KeyError: 'name'"; "" if nothing was hidden
    std::string how;                  ///< "POST /api answered as HTTP 500, hidden by ..."; "" if that is not known
    std::vector<std::string> frames;  ///< of the project, the innermost last: "webdashboard/app.py:88 in load_job"
};

struct FailedTest {
    std::string id;     ///< node id, or the path of a module that cannot be collected
    std::string error;  ///< pytest's own message on one line, or the exception
    std::string place;  ///< "webdashboard/app.py:88 in load_job"; "" if no line of the project is known
    HiddenError hidden = {};
};

/// What the other side makes of the tests that fail.
struct OtherSide {
    std::string name;                      ///< "" if there is none, or if no time was left for it
    std::string python;                    ///< its version
    long passed = 0;                       ///< how many of the failing tests pass there
    std::vector<std::string> differences;  ///< one line for each factor in which the two sides differ
};

/// One profile on one commit.
struct ProfileCheck {
    std::string profile, python;
    Verdict verdict = Verdict::not_checked;
    /// Why not all was checked; or what ended badly although no test failed: "pytest ended with exit status 1".
    std::string reason;
    long ran = 0, planned = 0;  ///< tests; `planned` is 0 if it is not known how many there are
    double seconds = 0;
    std::vector<FailedTest> failed;
    OtherSide other;
};

/// One commit that is pushed.
struct CommitCheck {
    std::string ref;     ///< "main"
    std::string commit;  ///< its id
    Verdict verdict = Verdict::not_checked;
    std::string reason;       ///< of `passed` without a session, and of `not_checked` before one: why
    bool remembered = false;  ///< it was known to be good
    std::vector<ProfileCheck> profiles;
};

std::string to_string(Verdict verdict);  ///< "passed", "failed", "not checked"

/// The verdict of several profiles: failed if one failed, else not_checked if one was not checked.
Verdict verdict_of(const std::vector<ProfileCheck>& profiles);

}  // namespace testskew::hook
