#include "model/node_id.hpp"

namespace testskew {

std::string module_of(std::string_view id) { return std::string(id.substr(0, id.find("::"))); }

bool within_module(std::string_view id) { return id.find("::") != std::string_view::npos; }

}  // namespace testskew
