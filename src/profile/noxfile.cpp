#include "profile/noxfile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

#include "embedded/profiles.hpp"
#include "process/process.hpp"
#include "profile/pip_install.hpp"
#include "profile/suggestion.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

/// The sessions of a noxfile.py, as profiles/read_noxfile.py prints them.
json sessions_in(const fs::path& file) {
    std::optional<fs::path> python;
    for (const char* name : {"python3", "python"})
        if (!python) python = find_on_path(name);
    if (!python) throw Error("noxfile.py is read by Python, and there is no python3 on PATH");
    std::string script;
    for (const auto& [path, content] : embedded::profiles())
        if (path == "read_noxfile.py") script = content;
    process::Command command;
    command.argv = {python->string(), "-I", "-c", script, file.string()};
    const auto exit = process::run(command);
    try {
        if (exit.ok()) return json::parse(exit.out).at("sessions");
    } catch (const json::exception&) {
    }
    const auto lines = split(trim(exit.err), '\n');
    throw Error(fmt::format("noxfile.py cannot be read: {}", printable(lines.back())));
}

/// The sessions of a noxfile.py. Each leg and each name that may be meant asks for them again, and a Python takes its
/// time to start: what was read of a file with this size and time is kept, also why it could not be read.
json read_noxfile(const fs::path& file) {
    struct Read {
        json sessions;
        std::optional<Error> error;
    };
    static std::mutex mutex;
    static std::map<std::string, Read> known;
    std::error_code ignored;
    const std::string key = fmt::format("{} {} {}", file.string(), fs::file_size(file, ignored),
                                        fs::last_write_time(file, ignored).time_since_epoch().count());
    const std::lock_guard lock(mutex);
    const auto [found, is_new] = known.try_emplace(key);
    Read& read = found->second;
    if (is_new) try {
            read.sessions = sessions_in(file);
        } catch (const Error& error) {
            read.error = error;
        }
    if (read.error) throw Error(*read.error);
    return read.sessions;
}

using Strings = std::vector<std::string>;

/// The words of a call. Those of session.posargs are {"posargs": what stands for none}.
Strings words_of(const json& list, const Strings& posargs) {
    Strings result;
    for (const auto& word : list) {
        if (word.is_string()) {
            result.push_back(word.get<std::string>());
            continue;
        }
        const Strings given = posargs.empty() ? word.at("posargs").get<Strings>() : posargs;
        result.insert(result.end(), given.begin(), given.end());
    }
    return result;
}

NoxSession session_of(const json& found, const std::string& python, const Strings& posargs) {
    NoxSession session;
    session.name = found.at("name").get<std::string>();
    session.python = python;
    session.not_understood = found.at("unknown").get<Strings>();
    for (const auto& arguments : found.at("installs"))
        for (auto& line : install_lines(words_of(arguments, posargs), session.not_understood))
            session.requirements.push_back(std::move(line));
    for (const auto& [name, value] : found.at("env").items())
        session.environ.emplace_back(name, value.get<std::string>());
    for (const auto& run : found.at("runs")) {
        auto words = words_of(run.at("words"), posargs);
        const bool installs = words.size() > 2 && (words[0] == "pip" || words[0] == "uv") &&
                              std::find(words.begin(), words.end(), "install") != words.end();
        if (installs) {
            words.erase(words.begin(), std::find(words.begin(), words.end(), "install") + 1);
            for (auto& line : install_lines(words, session.not_understood))
                session.requirements.push_back(std::move(line));
            continue;
        }
        for (const auto& [name, value] : run.at("env").items())
            session.environ.emplace_back(name, value.get<std::string>());
        session.commands.push_back(std::move(words));
    }
    return session;
}

}  // namespace

Strings install_lines(const Strings& arguments, Strings& not_understood) {
    PipInstall install = pip_install(arguments);
    for (auto& line : install.not_understood) not_understood.push_back(std::move(line));
    for (const auto& option : install.options) {
        if (option == "--pre")
            install.lines.push_back(option);
        else
            not_understood.push_back("install " + option);
    }
    return std::move(install.lines);
}

NoxSession nox_session(const std::string& name, const fs::path& project, const Strings& posargs) {
    const fs::path file = project / "noxfile.py";
    if (!is_file(file))
        throw Error(fmt::format("nox:{}: there is no noxfile.py in {}", printable(name), project.string()));
    Strings names;
    for (const auto& found : read_noxfile(file)) {
        const std::string session = found.at("name").get<std::string>();
        const auto pythons = found.at("pythons").get<Strings>();
        const bool with_version = name.starts_with(session + "-") && name.size() > session.size() + 1 &&
                                  std::isdigit(static_cast<unsigned char>(name[session.size() + 1]));
        if (with_version) return session_of(found, name.substr(session.size() + 1), posargs);
        if (name == session && pythons.size() == 1) return session_of(found, pythons.front(), posargs);
        if (name == session)
            throw Error(fmt::format("nox:{} needs a version, as in nox:{}-{}", session, session,
                                    pythons.empty() ? "3.12" : pythons.front()));
        for (const auto& python : pythons) names.push_back(session + "-" + python);
        if (pythons.empty()) names.push_back(session);
    }
    throw Error(fmt::format("noxfile.py has no session \"{}\"{}; it has {}", printable(name), suggestion(name, names),
                            join(names, ", ")));
}

}  // namespace testskew::profile
