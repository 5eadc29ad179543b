#include "ci/log_packages.hpp"

#include <algorithm>
#include <cctype>

#include "ci/log_lines.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// The place where the version begins in "name-1.2"; npos if there is none.
size_t version_in(const std::string& word) {
    for (size_t dash = word.rfind('-'); dash != std::string::npos && dash > 0; dash = word.rfind('-', dash - 1)) {
        if (dash + 1 < word.size() && std::isdigit(static_cast<unsigned char>(word[dash + 1]))) return dash;
        if (dash == 0) break;
    }
    return std::string::npos;
}

}  // namespace

void LogPackages::line(const std::string& text, const Origin& origin) {
    origin_ = origin;
    const std::string word(trim(text));
    if (word.starts_with("Successfully installed uv version")) return;
    if (word.starts_with("Successfully installed ")) {
        for (const auto& one : split(word.substr(23), ' ')) {
            if (one == "..." || one == "…" || text.size() >= longest_line) abridged_ = true;
            const size_t dash = version_in(one);
            if (dash != std::string::npos) add(one.substr(0, dash), one.substr(dash + 1));
        }
    } else if (word.starts_with("Requirement already satisfied")) {
        satisfied_ = true;
    } else if ((word.starts_with("- Installing ") || word.starts_with("- Updating ") ||
                word.starts_with("• Installing ")) &&
               word.ends_with(")")) {
        const auto parts = split(word, ' ');
        std::string version = parts.back().substr(0, parts.back().size() - 1);
        if (version.starts_with('(')) version.erase(0, 1);
        if (parts.size() > 3) add(parts[2], version);
    } else if ((text.starts_with(" + ") || word.starts_with("+ ")) && word.find("==") != std::string::npos &&
               word.find(' ', 2) == std::string::npos) {
        const size_t equals = word.find("==");
        add(word.substr(2, equals - 2), word.substr(equals + 2));
    } else if (text.starts_with(" - ") && word.find("==") != std::string::npos &&
               word.find(' ', 2) == std::string::npos) {
        remove(word.substr(2, word.find("==") - 2));
    } else if (word.starts_with("Successfully uninstalled ")) {
        remove(word.substr(25, version_in(word.substr(25))));
    } else if (word.starts_with("- Removing ") || word.starts_with("• Removing ")) {
        remove(split(word, ' ')[2]);
    } else if (word.starts_with("Package operations: ")) {
        announced_ = std::atoi(word.c_str() + 20);
        installed_ = 0;
    } else if (const size_t at = text.find(" installed: ");
               at != std::string::npos && text.find("==", at) != std::string::npos) {
        list(text.substr(at + 12));  // "py311 installed: a==1", of a tox before 4
    } else if (freeze_ && text.find(": ") != std::string::npos && text.find("==") != std::string::npos) {
        list(text.substr(text.find(": ") + 2));
    }
    freeze_ = text.find(": freeze> ") != std::string::npos;
}

bool LogPackages::complete() const {
    return places_.count("pytest") != 0 && !abridged_ && !satisfied_ && (announced_ == 0 || announced_ == installed_);
}

void LogPackages::add(const std::string& name, const std::string& version) {
    if (name.empty() || version.empty() || !std::isdigit(static_cast<unsigned char>(version[0]))) return;
    const std::string normal = normalized_name(name);
    remove(normal);
    places_[normal] = packages_.size();
    packages_.push_back({normal + "==" + version, "", origin_});
    ++installed_;
}

void LogPackages::remove(const std::string& name) {
    const auto found = places_.find(normalized_name(name));
    if (found == places_.end()) return;
    packages_[found->second].line.clear();
    places_.erase(found);
}

std::vector<Requirement> LogPackages::take() {
    std::erase_if(packages_, [](const auto& one) { return one.line.empty(); });
    return std::move(packages_);
}

/// tox's list: "a==1,b==2". It is all that its environment has, and nothing of what is outside of that.
void LogPackages::list(const std::string& text) {
    packages_.clear();
    places_.clear();
    announced_ = 0;
    satisfied_ = false;
    abridged_ = text.size() + 100 >= longest_line;
    for (const auto& one : split(text, ','))
        if (const size_t equals = one.find("=="); equals != std::string::npos)
            add(std::string(trim(one.substr(0, equals))), std::string(trim(one.substr(equals + 2))));
}

}  // namespace testskew::ci
