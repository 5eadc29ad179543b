#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "ci/leg.hpp"

namespace testskew::ci {

/// Gathers from the lines of a log what was installed: the lists of pip, uv, poetry, pdm and tox.
class LogPackages {
public:
    /// Takes one line, which stands at `origin`.
    void line(const std::string& text, const Origin& origin);
    /// True if the log lists everything that is installed.
    bool complete() const;
    /// The packages, "name==version"; the last version that was installed counts.
    std::vector<Requirement> take();

private:
    void add(const std::string& name, const std::string& version);
    void remove(const std::string& name);
    void list(const std::string& text);

    std::vector<Requirement> packages_;  ///< with an empty line where one was replaced or removed
    std::unordered_map<std::string, size_t> places_;
    Origin origin_;
    int announced_ = 0, installed_ = 0;
    bool abridged_ = false, satisfied_ = false, freeze_ = false;
};

}  // namespace testskew::ci
