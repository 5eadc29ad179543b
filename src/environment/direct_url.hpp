#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace testskew::environment {

/// What direct_url.json says of where a distribution came from (PEP 610).
struct DirectUrl {
    std::string url, vcs, commit, subdirectory;
    bool editable = false;

    /// Where it came from: "git+https://host/a@89ab", or the URL of an archive or folder.
    std::string source() const { return (vcs.empty() ? "" : vcs + "+") + url + (commit.empty() ? "" : "@" + commit); }
    /// As a requirement names it after the "@": the source, with "#subdirectory=sub" where it is a part of that.
    std::string reference() const { return source() + (subdirectory.empty() ? "" : "#subdirectory=" + subdirectory); }
};

/// Reads the file in a metadata folder; nullopt if there is none, as the distribution came from an index, or it cannot
/// be understood.
std::optional<DirectUrl> direct_url_of(const std::filesystem::path& metadata);

}  // namespace testskew::environment
