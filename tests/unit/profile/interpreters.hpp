#pragma once
#include <string>

#include "model/interpreter.hpp"

/// An interpreter of CPython on 64-bit Linux with this version, "3.12.1".
inline testskew::Interpreter python_of(const std::string& version) {
    testskew::Interpreter python;
    python.version = version;
    python.major = 3;
    python.minor = std::stoi(version.substr(2));
    python.implementation = "cpython";
    python.platform = "linux-x86_64";
    return python;
}
