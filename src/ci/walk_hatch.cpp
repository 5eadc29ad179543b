// hatch: the environments and scripts of pyproject.toml.
#include <algorithm>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "profile/toml.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// What `hatch run` or `hatch test` is asked for.
struct HatchCall {
    std::string verb, name = "default", python;
    Words rest;  ///< the script or the command
};

HatchCall hatch_call(const Words& words) {
    HatchCall call;
    size_t i = 1;
    for (; i < words.size() && words[i].starts_with('-'); ++i)
        if (one_of(words[i], {"-e", "--env"}) && i + 1 < words.size()) call.name = words[++i];
    call.verb = i < words.size() ? words[i] : "";
    if (i < words.size()) call.rest.assign(words.begin() + static_cast<long>(i) + 1, words.end());
    Words& rest = call.rest;
    while (!rest.empty() && (rest[0].starts_with('+') || rest[0].starts_with('-'))) {
        if (rest[0].starts_with("+py")) call.python = rest[0].substr(rest[0].find('=') + 1);
        const bool value = call.verb == "test" && one_of(rest[0], {"-py", "--python", "-i"}) && rest.size() > 1;
        if (value && rest[0] != "-i") call.python = rest[1];
        const bool end = rest[0] == "--";
        rest.erase(rest.begin(), rest.begin() + (value ? 2 : 1));
        if (end) break;
    }
    if (call.verb == "test") {
        call.name = "hatch-test";
        rest.insert(rest.begin(), "pytest");
        if (rest.size() == 1) rest.emplace_back("tests");
    } else if (!rest.empty() && rest[0].find(':') != std::string::npos) {
        call.name = rest[0].substr(0, rest[0].find(':'));
        rest[0] = rest[0].substr(call.name.size() + 1);
        if (const size_t dot = call.name.find('.'); dot != std::string::npos) {
            const std::string variant = call.name.substr(dot + 1);
            if (variant.starts_with("py3")) call.python = variant.substr(2);
            call.name = call.name.substr(0, dot);
        }
    }
    return call;
}

/// A line of a script of hatch with {args} replaced by what was given, or by its default.
std::string with_args(std::string line, const std::string& given) {
    for (size_t at; (at = line.find("{args")) != std::string::npos;) {
        const size_t end = std::min(line.find('}', at), line.size() - 1);
        const std::string inside = line.substr(at + 1, end - at - 1);
        line.replace(at, end - at + 1, !given.empty() ? given : inside.size() > 5 ? inside.substr(5) : "");
    }
    return line;
}

}  // namespace

/// The environment [tool.hatch.envs.NAME].
void Walk::hatch_environment(const profile::Node* table, std::string python, Here& here) {
    std::vector<std::string> features;
    bool installed = true;
    auto& lines = here.packages->lines;
    if (table) {
        for (const char* key : {"dependencies", "extra-dependencies"})
            if (const auto* list = table->find(key))
                for (const auto& line : list->strings()) lines.push_back({line, here.cwd, here.origin});
        if (const auto* groups = table->find("dependency-groups"))
            for (const auto& group : groups->strings()) lines.push_back({"--group " + group, here.cwd, here.origin});
        if (const auto* list = table->find("features")) features = list->strings();
        for (const char* key : {"skip-install", "detached"})
            if (const auto* flag = table->find(key)) installed = installed && !flag->boolean;
        if (const auto* version = table->find("python"); version && python.empty()) python = version->text;
        if (const auto* variables = table->find("env-vars"))
            for (const auto& member : variables->members) {
                const bool gap = member.value.text.find('{') != std::string::npos;
                here.environ[member.name] = {gap ? std::nullopt : std::optional(member.value.text),
                                             gap ? member.value.text : "", here.origin};
            }
    }
    if (installed)
        lines.push_back({features.empty() ? "-e ." : "-e .[" + join(features, ",") + "]", here.cwd, here.origin});
    if (!python.empty()) here.python = {python, here.origin};
}

/// hatch run and hatch test: the scripts and dependencies of [tool.hatch.envs.NAME].
bool Walk::hatch(const Words& words, Here& here) {
    const HatchCall call = hatch_call(words);
    if ((call.verb != "run" && call.verb != "test") || call.rest.empty()) return true;
    const auto document = pyproject_of(tree_, here.cwd);
    own_.push_back(std::make_unique<Packages>());
    here.packages = own_.back().get();
    here.packages->touched = true;
    const profile::Node* table = document ? document->find({"tool", "hatch", "envs", call.name}) : nullptr;
    if (call.verb == "test") once(here.packages->not_knowable, "the packages: hatch brings pytest and its plugins");
    hatch_environment(table, call.python, here);
    if (!document || !hatch_script(*document, call.name, call.rest, here)) command(call.rest, here);
    return true;
}

/// A script of an environment, whose lines may name other scripts. Returns false if there is none of this name.
bool Walk::hatch_script(const profile::Node& document, const std::string& environment, const Words& words, Here& here) {
    const profile::Node* script = nullptr;
    for (const auto& name : {environment, std::string("default")})
        if (!script) script = document.find({"tool", "hatch", "envs", name, "scripts", words[0]});
    if (!script || here.depth > 10 || enough()) return false;
    std::string given;
    for (size_t i = 1; i < words.size(); ++i) given += (i > 1 ? " " : "") + shell_quoted(words[i]);
    for (const std::string& line : script->strings()) {
        Here inner = here;
        ++inner.depth;
        const std::string text = with_args(line, given);
        const auto other = shell_words(text);
        if (!other.empty() && other[0] != words[0] && hatch_script(document, environment, other, inner)) continue;
        this->script(text, false, inner);
    }
    return true;
}

}  // namespace testskew::ci
