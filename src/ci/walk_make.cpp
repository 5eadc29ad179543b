// make: the recipes of a Makefile.
#include <fmt/format.h>

#include "ci/makefile.hpp"
#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "util/once.hpp"

namespace testskew::ci {

bool Walk::make(const Words& words, Here& here) {
    std::vector<std::string> targets;
    std::map<std::string, std::string> variables;
    std::string label;
    Here inner = here;
    for (size_t i = 1; i < words.size(); ++i) {
        const std::string& word = words[i];
        const size_t equals = word.find('=');
        if (word == "-C" && i + 1 < words.size())
            inner.cwd = path(here, words[++i]);
        else if ((word == "-f" || word == "--file") && i + 1 < words.size())
            label = words[++i];
        else if (word.starts_with("--file="))
            label = word.substr(7);
        else if (one_of(word, {"-j", "-l", "-I"}) && i + 1 < words.size() && words[i + 1].size() < 3 &&
                 words[i + 1].find_first_not_of("0123456789") == std::string::npos)
            ++i;
        else if (!word.starts_with('-') && equals != std::string::npos)
            variables[word.substr(0, equals)] = word.substr(equals + 1);
        else if (!word.starts_with('-'))
            targets.push_back(word);
    }
    label = label.empty() ? first_there(inner, {"GNUmakefile", "makefile", "Makefile"}) : path(inner, label);
    const auto text = tree_.read(label);
    if (!text) {
        once(leg_.not_knowable, fmt::format("{}: make is called, and there is no Makefile", here.origin.text()));
        return true;
    }
    const Makefile file(*text, variables, [this, &inner](const std::string& name) { return variable(inner, name); });
    for (const auto& name : file.exported())
        if (const std::string value = file.expanded("$(" + name + ")", ""); !value.empty()) inner.set(name, value);
    if (targets.empty()) targets.emplace_back();
    for (const auto& name : targets) target(file, label, name, inner);
    return true;
}

/// What a target needs, then the lines of its recipe.
void Walk::target(const Makefile& file, const std::string& label, const std::string& name, Here& here) {
    if (here.depth > 12 || enough()) return;
    const MakeTarget* found = file.target(name);
    if (!found) {
        if (!reached_)
            once(leg_.not_knowable, fmt::format("{}: {} has no plain target {}", here.origin.text(), label, name));
        return;
    }
    const std::string unique = fmt::format("{}{}:{}:", here.condition, label, name);
    const auto within = [&](const MakeLine& line) {
        Here inner = here;
        ++inner.depth;
        if (!line.condition.empty()) inner.condition = unique + line.condition;
        return inner;
    };
    for (const auto& need : found->needs)
        if (need.text != name && file.target(need.text)) {
            Here inner = within(need);
            target(file, label, need.text, inner);
        }
    for (const auto& line : found->lines) {
        std::string recipe = line.text;
        while (!recipe.empty() && (recipe[0] == '@' || recipe[0] == '-' || recipe[0] == '+')) recipe.erase(0, 1);
        Here inner = within(line);
        inner.origin = {label, line.line};
        script(file.expanded(recipe, name), false, inner);
    }
    opaque("the target " + name + " of " + label, name, here);
}

}  // namespace testskew::ci
