#pragma once
#include <map>
#include <string>

#include "ci/leg.hpp"
#include "ci/shell.hpp"

namespace testskew::ci {

/// What the commands of a job write to $GITHUB_ENV, one after the other: the variables of later steps.
class GithubEnv {
public:
    /// Takes a command. `certain` says that its step is done; else what it writes has no known value. `origin` is the
    /// command's own.
    void take(const ShellCommand& command, const Origin& origin, bool certain, std::map<std::string, CiVariable>& into);
    /// Who wrote what is not read, so that any variable may be set by now; "" if nobody did.
    const std::string& unread() const { return unread_; }

private:
    void line(const std::string& text, bool known, bool certain, CiVariable variable,
              std::map<std::string, CiVariable>& into);

    std::string unread_, until_;  ///< the line that ends a value of several lines
};

}  // namespace testskew::ci
