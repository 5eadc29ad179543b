#pragma once
#include <map>
#include <string>

namespace testskew {

/// What a Python interpreter says of itself.
struct Interpreter {
    std::string executable;  ///< absolute path, normalised, not of a virtual environment
    std::string version;     ///< "3.11.7", "3.15.0rc1"
    int major = 0, minor = 0, micro = 0;
    std::string implementation;  ///< "cpython"
    std::string build;           ///< the whole of sys.version in one line: build number, date and compiler
    std::string cache_tag;       ///< "cpython-311"
    std::string soabi;           ///< "cpython-311-x86_64-linux-gnu"
    std::string platform;        ///< sysconfig.get_platform(): "linux-x86_64"
    std::string libc;            ///< "glibc 2.36"
    bool free_threaded = false;
    bool debug = false;
    std::map<std::string, std::string>
        seeds;  ///< the wheels that its ensurepip bundles: {"pip": "23.2.1", "setuptools": "65.5.0"}

    std::string minor_version() const { return std::to_string(major) + "." + std::to_string(minor); }
};

}  // namespace testskew
