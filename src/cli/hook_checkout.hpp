#pragma once
#include <filesystem>
#include <string>

#include "cli/hook_place.hpp"
#include "workspace/scratch.hpp"

namespace testskew::cli {

/// A checkout of a commit in a scratch folder, removed with this object. It has a repository of its own.
class Checkout {
public:
    /// Throws Error if the commit or its folder of the project cannot be had.
    Checkout(const HookPlace& place, const std::string& commit);

    const std::filesystem::path& project() const { return project_; }
    std::filesystem::path run_folder() const { return scratch_.path() / "run"; }
    /// A text for people, with the user's own paths in the place of those of the checkout: what is in it is relative to
    /// its top.
    std::string with_own_paths(std::string text) const;

private:
    workspace::Scratch scratch_;
    std::filesystem::path original_;  ///< the top of the user's work tree
    std::filesystem::path top_, project_;
};

}  // namespace testskew::cli
