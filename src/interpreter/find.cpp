#include "interpreter/find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <tuple>

#include "interpreter/identify.hpp"
#include "interpreter/places.hpp"
#include "interpreter/request.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/pyvenv.hpp"
#include "util/text.hpp"

namespace testskew::interpreter {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(const std::string& what) { throw Error(what, ExitCode::usage); }

Found checked(Interpreter interpreter) {
    if (const auto reason = unsupported(interpreter); !reason.empty())
        refuse(fmt::format("{} ({})", reason, interpreter.executable));
    return {std::move(interpreter), std::nullopt};
}

/// The versions that could be asked for instead, for messages.
std::string at_hand() {
    std::vector<std::string> versions;
    for (const auto& one : find_all()) {
        const std::string version = one.version + (one.free_threaded ? "t" : "");
        if (std::find(versions.begin(), versions.end(), version) == versions.end()) versions.push_back(version);
    }
    return versions.empty() ? "no interpreter is at hand" : "at hand are " + join(versions, ", ");
}

[[noreturn]] void missing(const std::string& asked, const std::string& install) {
    const std::string help =
        install.empty()
            ? ""
            : fmt::format("; install it (uv python install {}) or name its folder in TESTSKEW_PYTHONS", install);
    throw Error(fmt::format("there is no Python {} here: {}{}", printable(asked), at_hand(), help),
                ExitCode::environment);
}

Found by_path(const std::string& asked, const fs::path& directory) {
    fs::path path = asked;
    if (asked == "~" || asked.starts_with("~/")) path = environment_variable("HOME").value_or("/") + asked.substr(1);
    path = (directory / path).lexically_normal();
    std::error_code error;
    if (fs::is_directory(path, error)) {
        const fs::path inner = path / "bin" / "python";
        path = fs::exists(inner, error) ? inner : path / "bin" / "python3";
    }
    if (const fs::path environment = virtual_environment_of(path); !environment.empty() && !fs::exists(path, error))
        throw Error(
            fmt::format("the Python that the virtual environment {} was made from ({}) is gone: make the "
                        "environment anew, or name a version; {}",
                        printable(environment.string()), printable(pyvenv_value(environment, "home")), at_hand()),
            ExitCode::environment);
    if (!fs::exists(path, error))
        throw Error(fmt::format("the interpreter {} is not there: {}", printable(path.string()), at_hand()),
                    ExitCode::environment);
    return checked(identify(path));
}

/// The first executable of that name on PATH that is not a stand-in.
std::optional<fs::path> by_name(const std::string& name) {
    for (const auto& folder : split(environment_variable("PATH").value_or(""), ':')) {
        fs::path path = fs::path(folder) / name;
        std::error_code error;
        if (!folder.empty() && path.is_absolute() && fs::is_regular_file(path, error) && !is_shim(path)) return path;
    }
    return std::nullopt;
}

Found by_version(const Request& request, const std::string& asked) {
    Interpreter wanted;
    wanted.implementation = "cpython";
    wanted.major = request.major;
    wanted.minor = request.minor.value_or(8);
    wanted.version =
        request.minor ? fmt::format("{}.{}", request.major, *request.minor) : std::to_string(request.major);
    if (const auto reason = unsupported(wanted); !reason.empty()) refuse(reason);

    std::vector<Interpreter> usable;
    for (const auto& path : candidates(request.minor)) {
        auto answer = answer_of(path, false);
        if (answer.interpreter && unsupported(*answer.interpreter).empty())
            usable.push_back(std::move(*answer.interpreter));
    }
    const Interpreter* chosen = choose(request, usable);
    const std::string suffix = request.free_threaded ? "t" : "";
    const std::string version =
        wanted.version + (request.micro ? "." + std::to_string(*request.micro) : "") + request.suffix;
    if (!chosen) missing(asked, wanted.version + suffix);
    Found found{*chosen, std::nullopt};
    if ((request.micro && chosen->version != version) || (!request.micro && is_prerelease(*chosen)))
        found.fidelity = Fidelity{"python", version + suffix, chosen->version + suffix};
    return found;
}

}  // namespace

Found find(const std::string& asked, const fs::path& directory) {
    if (trim(asked).empty() || asked.find('\0') != std::string::npos)
        refuse("an interpreter's name is empty: give a version (3.11) or a path");
    if (asked.find('/') != std::string::npos || asked.starts_with('~')) return by_path(asked, directory);
    if (const auto other = other_implementation(asked); !other.empty())
        refuse(fmt::format("{} is not supported ({}): testskew compares CPython 3.8 to 3.15", other, printable(asked)));
    const auto request = parse_request(asked);
    // An environment in a folder "env" comes before the program /usr/bin/env.
    if (!request && !virtual_environment_of(directory / asked).empty()) return by_path("./" + asked, directory);
    const bool a_name = !std::isdigit(static_cast<unsigned char>(asked[0]));
    if (a_name)
        if (const auto path = by_name(asked)) {
            auto answer = answer_of(*path, false);
            if (answer.interpreter || !request)
                return checked(answer.interpreter ? std::move(*answer.interpreter) : identify(*path));
        }
    if (request) return by_version(*request, asked);
    if (lower(asked) == "python") return by_version({3, {}, {}, {}, false}, asked);
    std::error_code error;
    if (fs::exists(directory / asked, error)) return by_path("./" + asked, directory);
    missing(asked, "");
}

Inventory inventory() {
    Inventory result;
    for (const auto& path : candidates(std::nullopt)) {
        auto answer = answer_of(path, false);
        if (!answer.interpreter)
            result.unusable.push_back({path, answer.failure});
        else if (const auto reason = unsupported(*answer.interpreter); !reason.empty())
            result.unusable.push_back({path, reason});
        else
            result.usable.push_back(std::move(*answer.interpreter));
    }
    std::stable_sort(result.usable.begin(), result.usable.end(), [](const Interpreter& a, const Interpreter& b) {
        const auto rank = [](const Interpreter& i) {
            return std::make_tuple(i.major, i.minor, i.micro, !is_prerelease(i), i.version, i.free_threaded);
        };
        return rank(a) < rank(b);
    });
    return result;
}

std::vector<Interpreter> find_all() { return inventory().usable; }

}  // namespace testskew::interpreter
