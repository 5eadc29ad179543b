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
    std::string name;         ///< where it is described: re-exports are followed
    char kind = 'd';          ///< m module, c class, f function, d anything else
    bool platform = false;    ///< depends on the platform, the C library or how Python was built
    bool deprecated = false;  ///< using it warns
    std::optional<Signature> signature;
    std::vector<std::string> bases;
};

/// The standard library of several versions of Python, as their interpreters showed it (data/atlas, docs/explain.md).
/// Versions are numbered from 0, the oldest. Immutable once made; look-ups may be made from any thread.
class Atlas {
public:
    /// The one that is embedded; unpacked when it is first asked for.
    static const Atlas& standard();

    /// From the merged text that cmake/pack.cpp writes. Throws std::runtime_error where it is no such text.
    explicit Atlas(std::string text);

    /// "3.8.18", "3.9.18", ...
    const std::vector<std::string>& versions() const { return versions_; }
    /// "3.8" for 0.
    std::string minor(int version) const;
    /// The number of "3.11" or "3.11.4"; nullopt for a version that is not covered.
    std::optional<int> find_version(std::string_view version) const;

    /// Whether `name` ("shutil.rmtree", "pathlib.PosixPath.walk", "tomllib") is there. Members are looked up in base
    /// classes too.
    Known has(std::string_view name, int version) const;
    /// What is there; nullopt where nothing is, or nothing is known.
    std::optional<AtlasEntry> entry(std::string_view name, int version) const;

    /// What came to that name, or to its parameter, with patch releases; null for nearly all.
    const Backport* backport(std::string_view name, std::string_view parameter = "") const;

    /// All names, sorted: for those that are near to what someone typed.
    std::vector<std::string> names() const;
    /// The names whose last part is `last`, in any version: where something may have moved to.
    std::vector<std::string> with_last_part(std::string_view last) const;

private:
    struct Line {
        std::string name;
        std::string_view texts;
    };
    struct Found {
        Known known = Known::unknown;
        std::string name;  ///< of the line that describes it
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
