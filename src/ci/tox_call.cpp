#include "ci/tox_call.hpp"

#include <filesystem>

#include "ci/words.hpp"

namespace testskew::ci {

ToxCall tox_call(const std::vector<std::string>& words) {
    ToxCall call;
    for (size_t i = 1; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (word == "--") {
            call.posargs = std::vector<std::string>(words.begin() + static_cast<long>(i) + 1, words.end());
            return call;
        }
        const bool other = i == 1 && one_of(word, {"config", "c", "list", "l", "depends", "de", "devenv", "d",
                                                   "quickstart", "q", "schema"});
        if (other || one_of(word, {"--notest", "-n", "--version", "--showconfig", "-l", "--help", "-a"}))
            call.runs = false;
        if (word == "-e" && i + 1 < words.size()) {
            call.names = comma_list(words[++i]);
        } else if (word.starts_with("-e") && word.size() > 2) {
            call.names = comma_list(word.substr(2));
        } else if (one_of(word, {"-c", "--conf", "--root"}) && i + 1 < words.size()) {
            const std::filesystem::path place = words[++i];
            call.folder = place.has_extension() ? place.parent_path().string() : place.string();
            if (place.has_extension()) call.file = place.filename().string();
        } else if ((word == "-x" || word == "--override") && i + 1 < words.size()) {
            call.overrides.push_back(words[++i]);
        } else if (word == "-f" && i + 1 < words.size()) {
            call.factor = words[++i];
        } else if (one_of(word, {"--workdir", "--colored", "--result-json", "--installpkg", "-m", "--discover",
                                 "--hashseed", "--temp-dir"}) &&
                   i + 1 < words.size()) {
            ++i;
        } else if (one_of(word, {"-p", "--parallel", "-s", "--skip-missing-interpreters"}) && i + 1 < words.size() &&
                   !words[i + 1].starts_with('-')) {
            ++i;  // their values may be left out
        }
    }
    return call;
}

}  // namespace testskew::ci
