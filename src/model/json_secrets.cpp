#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "util/secrets.hpp"
#include "util/text.hpp"

namespace testskew {
namespace {

bool is_ascii(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// True for members that stay as they are. Node ids are identities, and a test with a name like a secret is not a
/// secret; `t` is the kind of a record.
bool is_identity(const std::string& member) { return member == "id" || member == "ids" || member == "t"; }

template <typename Json>
bool walk(Json& value, const Secrets& secrets) {
    bool changed = false;
    if (value.is_string()) {
        auto& text = value.template get_ref<std::string&>();
        std::string clean = secrets.hide(text);
        if (!is_ascii(clean)) clean = valid_utf8(clean);
        if (clean != text) text = std::move(clean), changed = true;
    } else if (value.is_object()) {
        for (auto& [name, item] : value.items())
            if (!is_identity(name)) changed = walk(item, secrets) || changed;
    } else if (value.is_array()) {
        for (auto& item : value) changed = walk(item, secrets) || changed;
    }
    return changed;
}

}  // namespace

bool hide_secrets(nlohmann::json& document, const Secrets& secrets) { return walk(document, secrets); }
bool hide_secrets(nlohmann::ordered_json& document, const Secrets& secrets) { return walk(document, secrets); }

Report without_secrets(const Report& report, const Secrets& secrets) {
    nlohmann::json document = report;
    hide_secrets(document, secrets);
    return document.get<Report>();
}

}  // namespace testskew
