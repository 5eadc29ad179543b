#include "workspace/workspace.hpp"

namespace testskew::workspace {

std::string to_string(Mode mode) { return mode == Mode::overlay ? "overlay" : "copy"; }

}  // namespace testskew::workspace
