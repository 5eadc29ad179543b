#include "model/node_id.hpp"

namespace testskew {

std::string module_of(std::string_view id) { return std::string(id.substr(0, id.find("::"))); }

bool within_module(std::string_view id) { return id.find("::") != std::string_view::npos; }

bool is_below(std::string_view id, std::string_view node) {
    return id.starts_with(node) && (id.size() == node.size() || id.substr(node.size()).starts_with("::"));
}

}  // namespace testskew
