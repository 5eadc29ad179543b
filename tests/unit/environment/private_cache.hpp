// A private cache for tests that need neither uv nor an interpreter.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "folder.hpp"
#include "util/files.hpp"

/// Makes a temporary folder testskew's cache as long as the object lives.
struct PrivateCache {
    Folder folder;
    std::optional<std::string> before = testskew::environment_variable("XDG_CACHE_HOME");

    PrivateCache() { ::setenv("XDG_CACHE_HOME", folder.path.c_str(), 1); }
    ~PrivateCache() { before ? ::setenv("XDG_CACHE_HOME", before->c_str(), 1) : ::unsetenv("XDG_CACHE_HOME"); }
    PrivateCache(const PrivateCache&) = delete;
    PrivateCache& operator=(const PrivateCache&) = delete;

    std::filesystem::path environments() const { return folder.path / "testskew" / "environments"; }
};
