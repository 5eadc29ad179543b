// Commands that run a script, or what a file of the project says: shells, tox, nox, make and other runners of tasks.
#include <fmt/format.h>

#include <algorithm>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "util/error.hpp"
#include "util/once.hpp"

namespace testskew::ci {

/// Programs that read what they run from a file of the project, and shells.
bool Walk::shell_like(const Words& words, Here& here) {
    const std::string program = program_of(words);
    if (program == "tox") try {
            return tox(words, here);
        } catch (const Error& error) {  // a list that is not read: the rest of the job still says something
            once(leg_.not_knowable, fmt::format("tox ({}): {}", here.origin.text(), error.what()));
            return true;
        }
    if (program == "nox") return nox(words, here);
    if (program == "make" || program == "gmake") return make(words, here);
    if (one_of(program, {"poe", "task", "invoke", "inv", "just", "doit"}))
        return task(program, {words.begin() + 1, words.end()}, here);
    if (one_of(program, {"bash", "sh", "dash", "zsh"})) {
        for (size_t i = 1; i < words.size(); ++i) {
            if (words[i].starts_with('-') && words[i].ends_with('c') && i + 1 < words.size()) {
                Here inner = here;
                inner.arguments = {words.begin() + static_cast<long>(i) + 2, words.end()};
                script(words[i + 1], false, inner);
                return true;
            }
            if (words[i].size() > 1 && (words[i][0] == '-' || words[i][0] == '+') && words[i].ends_with('o'))
                ++i;  // the name of an option, as in `bash -eo pipefail -c ...`
            else if (!words[i].starts_with('-') && !words[i].starts_with('+'))
                return script_file(words[i], {words.begin() + static_cast<long>(i) + 1, words.end()}, here);
        }
        return true;
    }
    if (program == "su") {
        const auto command_word = std::find(words.begin(), words.end(), "-c");
        if (command_word == words.end() || command_word + 1 == words.end()) return true;
        Here inner = here;
        inner.root = false;
        script(*(command_word + 1), false, inner);
        return true;
    }
    if ((program == "source" || words[0] == ".") && words.size() > 1) {
        if (words[1].ends_with("/activate")) {
            activated_ = true;
            const size_t bin = words[1].find("/bin/activate");
            active_venv_ = bin == std::string::npos ? "" : path(here, words[1].substr(0, bin));
            return true;
        }
        if (script_file(words[1], {words.begin() + 2, words.end()}, here)) return true;
        if (!reached_)
            once(leg_.not_knowable,
                 fmt::format("what {} does ({}): it is not in the repository", words[1], here.origin.text()));
        return true;
    }
    const bool is_path = words[0].find('/') != std::string::npos && words[0].find('$') == std::string::npos;
    if (is_path && script_file(words[0], {words.begin() + 1, words.end()}, here)) return true;
    if (is_path && words[0].ends_with(".sh") && !tree_.has(path(here, words[0])) && !reached_)
        once(leg_.not_knowable,
             fmt::format("what {} does ({}): it is not in the repository", words[0], here.origin.text()));
    return false;
}

}  // namespace testskew::ci
