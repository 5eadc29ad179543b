#pragma once
#include <map>
#include <string>
#include <vector>

#include "model/profile.hpp"

/// Writes a script that shows a failure with pytest alone: pure functions over plain structs.
namespace testskew::repro {

/// One of the two sessions that a script shows.
struct Session {
    std::string name;                   ///< for people: "ci", "ci, but TZ as in local"
    std::string python;                 ///< the version: "3.11.14"
    std::vector<std::string> pins;      ///< exact lines of a requirements file
    std::vector<std::string> installs;  ///< local folders, relative to the project: "-e .[test]"
    std::map<std::string, std::string> environ;
    /// Variables whose values may be secret, with the variable of the caller from which each is taken.
    std::map<std::string, std::string> asked;
    std::vector<std::string> passed_on;  ///< variables of the machine: taken from the caller if he has them
    std::string path;                    ///< what stands on PATH before the caller's; "" for nothing
    std::vector<std::string>
        index_options;  ///< of uv, for the addresses of packages: "--extra-index-url", "https://..."
    std::vector<std::vector<std::string>> setup;
    Selection selection;
    HostSettings host;
    bool private_home = true;
    GitSettings git;
    std::string commit;        ///< of the repository; "" if the project is in none
    std::vector<int> patches;  ///< which of Script::patches are applied, in this order
};

/// What a script shows, and what is said of it.
struct Script {
    std::string title;               ///< one line: the error
    std::vector<std::string> about;  ///< further lines for people
    Session failing, passing;
    std::vector<std::string> patches;  ///< as `git diff --binary` writes them
    std::string word;                  ///< what the output of the failing session holds; "" if nothing is asked of it
    std::string url;                   ///< from which the repository can be cloned; "" if none is known
    std::string folder;                ///< the project's folder in the repository; "" for its top
};

/// The variables that have to be set before the script is started, each once.
std::vector<std::string> set_first(const Script& script);

/// The script for a POSIX shell. It ends with 0 if the failure is seen (the one session fails, with `word` in its
/// output, and the other one passes), with 1 if it is not, and with 2 if a session could not be set up.
std::string shell_script(const Script& script);

/// A Dockerfile on python:X.Y-slim whose image runs the same script. Its context is the repository.
std::string dockerfile(const Script& script);

}  // namespace testskew::repro
