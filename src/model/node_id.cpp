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

bool holds(std::string_view collected_id, std::string_view test_id) {
    if (collected_id.empty() || collected_id == "." || collected_id == test_id) return true;
    std::string_view node = collected_id;
    if (node.ends_with("/__init__.py")) node.remove_suffix(12);
    if (!test_id.starts_with(node) || test_id.size() <= node.size()) return false;
    const std::string_view rest = test_id.substr(node.size());
    return rest.starts_with("::") || rest.starts_with("/");
}

}  // namespace testskew
