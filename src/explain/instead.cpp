#include "explain/instead.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "embedded/atlas.hpp"
#include "explain/unpack.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

/// True if the part only says that the name itself is there or not.
bool is_whole_name(const ApiPart& part) {
    if (part.kind == ApiKind::name) return !part.by_platform && part.patch.empty();
    return part.kind == ApiKind::module || part.kind == ApiKind::deprecated || part.kind == ApiKind::union_type;
}

/// The key of a part of a name, as data/instead.toml has it: "zip, parameter strict"; "" for other parts.
std::string part_key(const CauseApi& api) {
    if (api.what.names.size() != 1 || api.what.by_platform) return "";
    if (api.what.kind == ApiKind::parameters) return api.name + ", parameter " + api.what.names[0];
    return api.what.kind == ApiKind::operation ? api.name + ", the operator " + api.what.names[0] : "";
}

/// What the table says of the name. A row for the whole name does not apply to one of its parameters.
std::string from_table(const CauseApi& api) {
    const InsteadTable& table = instead_table();
    if (const auto part = table.find(part_key(api)); part != table.end()) return part->second;
    const auto whole = table.find(api.name);
    return is_whole_name(api.what) && whole != table.end() ? whole->second : "";
}

/// What to write instead, by rules for whole families of names.
std::string from_family(const CauseApi& api) {
    if (api.name.starts_with("typing.")) return "typing_extensions." + api.name.substr(7);
    if (api.name.starts_with("importlib.metadata")) return "the package importlib-metadata";
    if (api.name.starts_with("importlib.resources")) return "the package importlib-resources";
    if (api.name.starts_with("distutils.")) return instead_table().at("distutils");
    if (api.name.starts_with("asyncio.") && part_key(api) == api.name + ", parameter loop")
        return "leave it out: the running loop is taken";
    if (api.what.kind == ApiKind::subscript)
        return "from __future__ import annotations where it is only an annotation, else the generic of typing";
    return "";
}

/// A public name that both versions have and that has the same last part: collections.abc.Mapping for
/// collections.Mapping.
std::string elsewhere(const CauseApi& api, const Atlas& atlas, int bad, int good) {
    const auto dot = api.name.rfind('.');
    if (dot == std::string::npos) return "";
    const auto gone = atlas.entry(api.name, good);
    if (!gone || (gone->kind != 'c' && gone->kind != 'f')) return "";
    const std::string package = api.name.substr(0, api.name.find('.'));
    std::string best;
    for (const auto& name : atlas.with_last_part(api.name.substr(dot + 1))) {
        if (name == api.name || name.substr(0, name.find('.')) != package) continue;
        // On the side that has both names, they must mean the same object.
        const auto other = atlas.entry(name, good);
        if (!other || other->name != gone->name || atlas.has(name, bad) != Known::yes) continue;
        if (best.empty() || name.size() < best.size()) best = name;
    }
    return best;
}

/// An advice such as "use it only where sys.version_info >= (3, 12)".
std::string by_version(const CauseApi& api, const Atlas& atlas) {
    const int boundary = atlas.find_version(api.since.empty() ? api.until : api.since).value_or(-1);
    if (boundary < 0) return "";
    const bool of_parameter = api.what.kind == ApiKind::parameters || api.what.kind == ApiKind::by_position;
    std::string version = atlas.minor(boundary);
    std::replace(version.begin(), version.end(), '.', ',');
    version.insert(version.find(',') + 1, " ");
    return fmt::format("{} only where sys.version_info {} ({})", of_parameter ? "pass it" : "use it",
                       api.since.empty() ? "<" : ">=", version);
}

}  // namespace

const InsteadTable& instead_table() {
    static const InsteadTable table = read_instead_table(unpack(embedded::instead()));
    return table;
}

InsteadTable read_instead_table(std::string_view text) {
    InsteadTable table;
    for (const auto& line : split(text, '\n'))
        if (const auto separator = line.find('\x1f'); separator != std::string::npos)
            table[line.substr(0, separator)] = line.substr(separator + 1);
    return table;
}

std::string instead_of(const CauseApi& api, const Atlas& atlas, int bad, int good) {
    if (auto text = from_table(api); !text.empty()) return text;
    if (auto text = from_family(api); !text.empty()) return text;
    if (auto name = elsewhere(api, atlas, bad, good); !name.empty()) return name;
    return api.what.kind == ApiKind::deprecated ? "" : by_version(api, atlas);
}

}  // namespace testskew::explain
