// A machine of its own for the tests of this folder: files, a cache, and variables that are restored at the end.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "folder.hpp"
#include "util/files.hpp"

struct World {
    Folder folder;
    const std::filesystem::path& path = folder.path;
    std::vector<std::pair<std::string, std::optional<std::string>>> before;

    World() { set("XDG_CACHE_HOME", (path / "cache").string()); }
    ~World() {
        for (auto one = before.rbegin(); one != before.rend(); ++one)
            one->second ? setenv(one->first.c_str(), one->second->c_str(), 1) : unsetenv(one->first.c_str());
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    void set(const char* name, const std::string& value) {
        before.emplace_back(name, testskew::environment_variable(name));
        setenv(name, value.c_str(), 1);
    }
    /// Hides everything on this machine but what the test itself makes and what is at fixed places.
    void forget_the_machine() {
        for (const char* name : {"PYENV_ROOT", "XDG_DATA_HOME", "UV_PYTHON_INSTALL_DIR", "ASDF_DATA_DIR",
                                 "MISE_DATA_DIR", "TESTSKEW_PYTHONS", "PATH"})
            set(name, "");
        set("HOME", (path / "home").string());
    }
    /// Writes an executable file.
    std::filesystem::path script(const std::string& name, const std::string& text = "#!/bin/sh\n") {
        std::filesystem::create_directories((path / name).parent_path());
        testskew::write_file(path / name, text, 0755);
        return path / name;
    }
};
