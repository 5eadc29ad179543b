// nox: its sessions are read from noxfile.py.
#include <algorithm>
#include <filesystem>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "profile/noxfile.hpp"
#include "util/error.hpp"

namespace testskew::ci {
namespace fs = std::filesystem;
namespace {

/// What a call of nox asks for.
struct NoxCall {
    bool runs = true;
    std::vector<std::string> names, posargs;
    std::string version;
};

NoxCall nox_call(const Words& words) {
    NoxCall call;
    for (size_t i = 1; i < words.size() && words[i] != "--"; ++i) {
        const std::string& word = words[i];
        if (one_of(word, {"-s", "-e", "--session", "--sessions"}))
            while (i + 1 < words.size() && !words[i + 1].starts_with('-')) call.names.push_back(words[++i]);
        else if (word.starts_with("--python=") || word.starts_with("-p="))
            call.version = word.substr(word.find('=') + 1);
        else if (one_of(word, {"-p", "--python", "--pythons", "-P", "--force-python", "--extra-pythons"}) &&
                 i + 1 < words.size())
            call.version = words[++i];
        else if (word.starts_with("-s") && word.size() > 2)
            call.names.push_back(word.substr(2));
        else if (word.starts_with("--session="))
            call.names.push_back(word.substr(10));
        else if (one_of(word, {"-l", "--list", "--install-only"}))
            call.runs = false;
    }
    if (const auto end = std::find(words.begin(), words.end(), "--"); end != words.end())
        call.posargs.assign(end + 1, words.end());
    return call;
}

}  // namespace

bool Walk::nox(const Words& words, Here& here) {
    NoxCall call = nox_call(words);
    if (!call.runs) return true;
    std::vector<std::string>& names = call.names;
    const auto set = here.environ.find("NOXSESSION");
    if (names.empty() && set != here.environ.end() && set->second.value) names = comma_list(*set->second.value);
    // Without names nox runs its default sessions. Of those that usually hold the tests, the first one counts.
    const bool usual = names.empty();
    if (usual) names = {"tests", "test", "unit", "unit_tests"};
    bool any = false;
    const std::string version = call.version.empty() ? here.python.value : call.version;
    std::string problem;
    for (const auto& name : names) {
        std::optional<profile::NoxSession> session;
        for (const auto& asked : {name, name + "-" + version}) {
            if (session || asked.ends_with('-')) continue;
            try {
                session = profile::nox_session(asked, fs::path(tree_.root) / here.cwd, call.posargs);
            } catch (const Error& error) {
                if (problem.empty()) problem = error.what();
            }
        }
        if (!session) continue;
        own_.push_back(std::make_unique<Packages>());
        Here inner = here;
        inner.packages = own_.back().get();
        inner.packages->touched = true;
        inner.in_tool = true;
        const Origin origin{path(here, "noxfile.py"), 0};
        inner.origin = origin;
        for (const auto& line : session->requirements) inner.packages->lines.push_back({line, here.cwd, origin});
        for (const auto& [variable, value] : session->environ) inner.environ[variable] = {value, "", origin};
        if (!session->python.empty() && session->python.starts_with("3")) {
            inner.python = {session->python, here.python.value == session->python ? here.python.origin : origin};
            inner.python_source = "nox's session " + session->name + "-" + session->python;
        }
        for (const auto& one : session->commands) {
            Here run = inner;
            command(one, run);
        }
        for (const auto& line : session->not_understood)
            once(leg_.not_knowable,
                 "noxfile.py, " + line + ": a part of the session " + session->name + " that is not a plain call");
        opaque("nox's session " + session->name, session->name, inner);
        any = true;
        if (usual || leg_.pytest) return true;
    }
    if (any) return true;
    once(leg_.not_knowable, problem.empty() ? "the session of nox" : problem);
    return true;
}

}  // namespace testskew::ci
