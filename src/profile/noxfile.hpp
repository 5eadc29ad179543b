#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace testskew::profile {

/// One session of a noxfile.py, as far as it is written plainly.
struct NoxSession {
    std::string name, python;
    std::vector<std::string> requirements;  ///< lines of a requirements file
    std::vector<std::pair<std::string, std::string>> environ;
    std::vector<std::vector<std::string>> commands;
    std::vector<std::string> not_understood;
};

/// The session that `name` means: "tests-3.11", or "tests" if the noxfile gives it one Python only. The noxfile is read
/// by the ast module of any Python on PATH, and never run. Throws Error (usage) if there is no such session.
/// `posargs` are the words behind `--`.
NoxSession nox_session(const std::string& name, const std::filesystem::path& project,
                       const std::vector<std::string>& posargs = {});

/// The lines of a requirements file that the arguments of session.install() are: {"-e", ".[test]", "-r", "x.txt"} gives
/// "-e .[test]" and "-r x.txt".
std::vector<std::string> install_lines(const std::vector<std::string>& arguments,
                                       std::vector<std::string>& not_understood);

}  // namespace testskew::profile
