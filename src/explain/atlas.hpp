#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/backports.hpp"
#include "explain/signature.hpp"

namespace testskew::explain {

/// What the standard library has under a name, in one version.
struct AtlasEntry {
    std::string name;         ///< the name under which it is described; re-exports are followed to it
    char kind = 'd';          ///< m is a module, c a class, f a function, d anything else
    bool platform = false;    ///< it depends on the platform, the C library or how Python was built
    bool deprecated = false;  ///< using it always warns
    std::optional<Signature> signature;
    std::vector<std::string> bases;
};

/// The standard library of several versions of Python, as their interpreters showed it (data/atlas, docs/explain.md).
/// Versions are numbered from 0, the oldest. Immutable once made; look-ups may be made from any thread.
class Atlas {
public:
    /// The embedded atlas; unpacked when it is first asked for.
    static const Atlas& standard();

    /// Reads the merged text that cmake/pack/atlas.cpp writes. Throws std::runtime_error if it is no such text.
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

    /// Tells with which patch releases that name, or that parameter of it, came; null for nearly all.
    const Backport* backport(std::string_view name, std::string_view parameter = "") const;

    /// All names, sorted. Among them, a name is looked for that is near to a misspelt one.
    std::vector<std::string> names() const;
    /// The names whose last part is `last`, in any version. Something may have moved to one of them.
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
