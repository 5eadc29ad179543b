#pragma once
#include <filesystem>
#include <string>

#include "util/files.hpp"

/// A temporary folder of a test's own, removed at its end.
struct Folder {
    std::filesystem::path path = std::filesystem::canonical(
        testskew::make_temporary_directory(std::filesystem::temp_directory_path(), "testskew-unit-"));
    Folder() = default;
    ~Folder() { testskew::remove_tree(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    /// Writes a file, in folders that are made where they are missing.
    const Folder& write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((path / name).parent_path());
        testskew::write_file(path / name, text);
        return *this;
    }
};
