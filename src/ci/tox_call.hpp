#pragma once
#include <optional>
#include <string>
#include <vector>

namespace testskew::ci {

/// What a call of tox asks for.
struct ToxCall {
    bool runs = true;  ///< false: it only prints something, or makes environments
    std::vector<std::string> names;
    std::optional<std::vector<std::string>> posargs;
    std::string factor;                  ///< of -f; "" for none
    std::string folder;                  ///< of --root or --conf; "" for none
    std::string file;                    ///< of --conf, in that folder; "" for the one that tox finds
    std::vector<std::string> overrides;  ///< of -x
};

/// Reads the words of a call of tox, of which the first one is the program.
ToxCall tox_call(const std::vector<std::string>& words);

}  // namespace testskew::ci
