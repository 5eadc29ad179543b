#pragma once
#include <map>
#include <string>
#include <string_view>

#include "explain/atlas.hpp"
#include "model/attribution.hpp"

namespace testskew::explain {

/// Texts by "name" or "name, what", as data/instead.toml says.
using InsteadTable = std::map<std::string, std::string>;

/// The embedded table. It is unpacked when it is first asked for.
const InsteadTable& instead_table();

/// Reads what cmake/pack/instead.cpp writes.
InsteadTable read_instead_table(std::string_view text);

/// What to write so that it works on both versions: what the table says, otherwise another name that both have,
/// otherwise a test of sys.version_info, which always works. The text is empty if there is nothing to say. `bad` and
/// `good` are versions of the atlas.
std::string instead_of(const CauseApi& api, const Atlas& atlas, int bad, int good);

}  // namespace testskew::explain
