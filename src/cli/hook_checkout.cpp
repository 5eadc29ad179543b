#include "cli/hook_checkout.hpp"

#include <fmt/core.h>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"
#include "workspace/copies.hpp"
#include "workspace/states.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {

Checkout::Checkout(const HookPlace& place, const std::string& commit)
    : scratch_(workspace::scratch_places(2 * workspace::copy_size(place.git.top), place.git.top, {}).front()),
      original_(place.git.top) {
    const fs::path folder = scratch_.path() / "states";
    fs::create_directory(folder);
    // A push waits for this, and the history may be large. The checkout is gone before the repository could be.
    workspace::States states(place.git.top, place.git, folder, workspace::Mode::copy, workspace::Objects::borrowed);
    top_ = states.root({FilesSpec::Kind::ref, commit}).tree;
    project_ = place.relative.empty() ? top_ : top_ / place.relative;
    std::error_code error;
    const fs::path real = fs::canonical(project_, error);
    if (error || !fs::is_directory(real) || !workspace::is_within(real, fs::canonical(top_)))
        throw Error(fmt::format("the commit has no folder {}", printable(place.relative.string())));
    // A testskew.toml that is not in git counts as well: it is the user's own setting.
    const auto settings = settings_on_disk(place.project);
    if (settings && !is_file(project_ / "testskew.toml")) write_file(project_ / "testskew.toml", *settings);
}

std::string Checkout::with_own_paths(std::string text) const {
    const std::string from = top_.string();
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;) {
        const bool below = text.compare(at + from.size(), 1, "/") == 0;
        text.replace(at, from.size() + below, below ? "" : original_.string());
    }
    return printable(text);
}

}  // namespace testskew::cli
