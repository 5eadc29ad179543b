#pragma once
#include <string>
#include <vector>

namespace testskew::profile {

/// What a call of `pip install` asks for.
struct PipInstall {
    std::vector<std::string> lines;  ///< lines of a requirements file: "-e .[test]", "-r x.txt", "click<9"
    std::vector<std::string>
        options;                ///< options that change what is installed, but are no line of a file: "--no-deps"
    bool upgrade = false;       ///< -U
    std::string exclude_newer;  ///< the day of uv's --exclude-newer; "" for none
    std::vector<std::string> not_understood;
};

/// Reads the arguments after `pip install`, in all of their spellings: "-rfile", "--requirement=file", "-e .".
PipInstall pip_install(const std::vector<std::string>& arguments);

}  // namespace testskew::profile
