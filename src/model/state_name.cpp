#include "model/state_name.hpp"

namespace testskew {

std::string key_in(const std::string& name) {
    const auto open = name.find('[');
    return open == std::string::npos || name.back() != ']' ? "" : name.substr(open + 1, name.size() - open - 2);
}

}  // namespace testskew
