#pragma once
#include <string>
#include <vector>

/// Reads the ini files of Python projects (setup.cfg, tox.ini) as configparser does, as far as dependencies need it.
namespace testskew::profile {

/// The lines of one key of a section, continuation lines included; empty if there is no such key.
std::vector<std::string> ini_values(const std::string& text, const std::string& section, const std::string& key);

/// The keys of a section, in the order of the file.
std::vector<std::string> ini_keys(const std::string& text, const std::string& section);

/// The names of the sections, in the order of the file.
std::vector<std::string> ini_sections(const std::string& text);

/// Whether a section has this key, even with an empty value.
bool ini_has(const std::string& text, const std::string& section, const std::string& key);

}  // namespace testskew::profile
