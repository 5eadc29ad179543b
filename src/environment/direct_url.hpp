#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace testskew::environment {

/// What direct_url.json tells about the origin of a distribution (PEP 610).
struct DirectUrl {
    std::string url, vcs, commit, subdirectory;
    bool editable = false;

    /// Returns the origin: "git+https://host/a@89ab", or the URL of an archive or a folder.
    std::string source() const { return (vcs.empty() ? "" : vcs + "+") + url + (commit.empty() ? "" : "@" + commit); }
    /// Returns what a requirement has after the "@": the source, with "#subdirectory=sub" if the distribution is a part
    /// of it.
    std::string reference() const { return source() + (subdirectory.empty() ? "" : "#subdirectory=" + subdirectory); }
};

/// Reads the file in a metadata folder. Returns nullopt if there is none, because the distribution came from an index,
/// or if it cannot be understood.
std::optional<DirectUrl> direct_url_of(const std::filesystem::path& metadata);

}  // namespace testskew::environment
