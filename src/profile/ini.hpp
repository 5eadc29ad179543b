#pragma once
#include <map>
#include <string>
#include <vector>

/// Reads the ini files of Python projects (setup.cfg, tox.ini) as configparser does, as far as dependencies need it.
namespace testskew::profile {

/// An ini file that many keys are asked of: it is read once.
class Ini {
public:
    struct Key {
        std::string name;
        std::vector<std::string> values;
    };

    Ini() = default;
    explicit Ini(const std::string& text);

    /// The lines of one key of a section, continuation lines included; empty if there is no such key.
    std::vector<std::string> values(const std::string& section, const std::string& key) const;
    /// Whether a section has this key, even with an empty value.
    bool has(const std::string& section, const std::string& key) const { return find(section, key) != nullptr; }
    /// The keys of a section, in the order of the file.
    std::vector<std::string> keys(const std::string& section) const;
    /// The names of the sections, in the order of the file.
    const std::vector<std::string>& sections() const { return sections_; }

private:
    const Key* find(const std::string& section, const std::string& key) const;

    std::map<std::string, std::vector<Key>> keys_;  ///< by section
    std::vector<std::string> sections_;
};

/// The lines of one key of a section, continuation lines included; empty if there is no such key.
std::vector<std::string> ini_values(const std::string& text, const std::string& section, const std::string& key);

/// The keys of a section, in the order of the file.
std::vector<std::string> ini_keys(const std::string& text, const std::string& section);

/// The names of the sections, in the order of the file.
std::vector<std::string> ini_sections(const std::string& text);

}  // namespace testskew::profile
