#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/backports.hpp"
#include "explain/signature.hpp"

namespace testskew::explain {

/// What one version of the standard library has under a name.
struct AtlasEntry {
    std::string name;         ///< the name under which it is described; re-exports are followed to it
    char kind = 'd';          ///< m is a module, c a class, f a function, d anything else
    bool platform = false;    ///< whether it exists depends on the platform, the C library or how Python was built
    bool deprecated = false;  ///< using it always warns
    std::optional<Signature> signature;
    std::vector<std::string> bases;
};

/// The standard library of several versions of Python, as their interpreters showed it (data/atlas, docs/explain.md).
/// Versions are numbered from 0, the oldest. An atlas never changes, so any thread may look names up in it.
class Atlas {
public:
    /// The embedded atlas. It is unpacked when it is first asked for.
    static const Atlas& standard();

    /// Reads the merged text that cmake/pack/atlas.cpp writes. Throws std::runtime_error if the text has another form.
    explicit Atlas(std::string text);

    /// The full versions, such as "3.8.18", the oldest first.
    const std::vector<std::string>& versions() const { return versions_; }
    /// The minor version with that number: "3.8" for 0.
    std::string minor(int version) const;
    /// The number of a version such as "3.11" or "3.11.4"; nullopt if it is not covered.
    std::optional<int> find_version(std::string_view version) const;

    /// Whether a version has `name` ("shutil.rmtree", "pathlib.PosixPath.walk", "tomllib"). Members are looked up in
    /// base classes too.
    Known has(std::string_view name, int version) const;
    /// What a version has under `name`; nullopt if it has nothing, or if nothing is known.
    std::optional<AtlasEntry> entry(std::string_view name, int version) const;

    /// The patch releases with which that name, or that parameter of it, came. Returns nullptr for nearly all names.
    const Backport* backport(std::string_view name, std::string_view parameter = "") const;

    /// All names, sorted. The correct spelling of a misspelt name is searched among them.
    std::vector<std::string> names() const;
    /// The names whose last part is `last`, in any version. These are the places to which something may have moved.
    std::vector<std::string> with_last_part(std::string_view last) const;

private:
    struct Line {
        std::string name;
        std::string_view texts;
    };
    struct Found {
        Known known = Known::unknown;
        std::string name;  ///< the name of the line that describes it
        std::string_view text;
        bool platform = false, deprecated = false;
    };
    const Line* line(std::string_view name) const;
    Found find(std::string_view name, int version, int depth) const;
    Found member(const Found& owner, std::string_view last, int version, int depth) const;

    std::string text_;
    std::vector<std::string> versions_;
    std::vector<Line> lines_;
    std::vector<Backport> backports_;
};

}  // namespace testskew::explain
