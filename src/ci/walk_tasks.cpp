// Scripts of the project.
#include "ci/walk.hpp"
#include "util/text.hpp"

namespace testskew::ci {

bool Walk::script_file(const std::string& file, const Words& arguments, Here& here) {
    const std::string place = path(here, file);
    const auto text = here.depth < 10 ? tree_.read(place) : std::nullopt;
    if (!text) return false;
    const std::string first = text->substr(0, text->find('\n'));
    const bool shell = place.ends_with(".sh") || (first.starts_with("#!") && first.find("sh") != std::string::npos &&
                                                  first.find("python") == std::string::npos);
    if (!shell) return false;
    Here inner = here;
    ++inner.depth;
    inner.arguments = arguments;
    inner.origin = {place, 1};
    script(*text, true, inner);
    return true;
}

}  // namespace testskew::ci
