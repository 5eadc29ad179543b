#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "util/redact.hpp"
#include "util/text.hpp"

namespace testskew {
namespace {

template <typename Json>
void walk(Json& document) {
    if (document.is_string()) {
        auto& text = document.template get_ref<std::string&>();
        text = valid_utf8(redact(std::move(text)));
    } else if (document.is_object()) {
        for (auto& [name, value] : document.items())
            if (name != "id") walk(value);
    } else if (document.is_array()) {
        for (auto& value : document) walk(value);
    }
}

}  // namespace

void redact_document(nlohmann::json& document) { walk(document); }
void redact_document(nlohmann::ordered_json& document) { walk(document); }

}  // namespace testskew
