#include "model/node_id.hpp"

namespace testskew {

std::string module_of(std::string_view id) { return std::string(id.substr(0, id.find("::"))); }

std::string function_of(std::string_view id) {
    const std::string_view plain = id.substr(0, id.find('['));
    const auto last = plain.rfind("::");
    return last == std::string_view::npos ? std::string() : std::string(plain.substr(last + 2));
}

bool within_module(std::string_view id) { return id.find("::") != std::string_view::npos; }

bool is_below(std::string_view id, std::string_view node) {
    return id.starts_with(node) && (id.size() == node.size() || id.substr(node.size()).starts_with("::"));
}

}  // namespace testskew
