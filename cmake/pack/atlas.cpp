#include "atlas.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>

namespace testskew::pack {
namespace {

using Entries = std::map<std::string, std::string>;

/// The minor version in ".../3.12.txt".
int minor_of(const Source& source) {
    const auto slash = source.path.rfind('/') + 1;
    return std::stoi(source.path.substr(source.path.find('.', slash) + 1));
}

/// Applies one file to the entries of the version before it. Returns the full version of the interpreter that the file
/// was made from.
std::string apply_file(const Source& source, Entries& entries) {
    std::istringstream lines(source.text);
    std::string line, python;
    while (std::getline(lines, line)) {
        if (line.rfind("# python ", 0) == 0) python = line.substr(9);
        if (line.empty() || line[0] == '#') continue;
        const auto space = line.find(' ');
        if (line[0] == '-')
            entries.erase(line.substr(1));
        else if (space == std::string::npos)
            throw std::runtime_error(source.path + ": not an entry: " + line);
        else
            entries[line.substr(0, space)] = line.substr(space + 1);
    }
    if (python.empty()) throw std::runtime_error(source.path + ": no line `# python VERSION`");
    return python;
}

/// Removes backports.txt from the sources and returns its lines as the merged text has them.
std::string take_backports(std::vector<Source>& sources) {
    const auto file = std::find_if(sources.begin(), sources.end(),
                                   [](const Source& source) { return source.path.ends_with("/backports.txt"); });
    if (file == sources.end()) return "";
    std::string result;
    std::istringstream lines(file->text);
    for (std::string line; std::getline(lines, line);)
        if (!line.empty() && line[0] != '#') result += "#" + line + "\n";
    sources.erase(file);
    return result;
}

bool never_changed(const std::vector<std::string>& texts) {
    return std::all_of(texts.begin(), texts.end(), [&](const std::string& text) { return text == texts.front(); });
}

/// Private names, constants of a platform and modules inside modules would take a quarter of the space. If no version
/// changed them they explain nothing, so they are left out, and the atlas knows nothing of them.
bool is_left_out(const std::string& name, const std::vector<std::string>& texts) {
    const std::string& text = texts.front();
    if (text.empty() || !never_changed(texts)) return false;
    const bool is_module = text[0] == 'm' || text[0] == 'M';
    const auto private_part = name.find("._");
    if (private_part != std::string::npos && name.compare(private_part, 3, ".__") != 0 && !is_module) return true;
    if (text == "dp") return true;
    return text.rfind("m=", 0) == 0 && name.substr(name.rfind('.') + 1) == text.substr(2);
}

/// Drops the parameters of a method if they never changed, as they explain nothing then. The method itself is kept.
void drop_parameters(const std::string& name, std::vector<std::string>& texts) {
    const auto open = texts.front().find('(');
    if (!never_changed(texts) || texts.front()[0] != 'f' || open == std::string::npos ||
        std::count(name.begin(), name.end(), '.') < 2)
        return;
    for (auto& text : texts) text.resize(text[open - 1] == '~' ? open - 1 : open);
}

char digit(std::size_t number) { return static_cast<char>(number < 10 ? '0' + number : 'a' + (number - 10)); }

std::vector<std::string> parts_of(const std::string& name) {
    std::vector<std::string> parts;
    std::istringstream stream(name);
    for (std::string part; std::getline(stream, part, '.');) parts.push_back(part);
    return parts;
}

/// The line of a name. `before` are the parts of the name on the line before.
std::string line_of(const std::vector<std::string>& parts, const std::vector<std::string>& before,
                    const std::vector<std::string>& texts) {
    std::size_t shared = 0;
    while (shared + 1 < parts.size() && shared < before.size() && parts[shared] == before[shared]) ++shared;
    std::string line(1, digit(shared));
    for (std::size_t i = shared; i < parts.size(); ++i) line += (i > shared ? "." : "") + parts[i];
    line += "\t" + texts.front();
    for (std::size_t version = 1; version < texts.size(); ++version)
        if (texts[version] != texts[version - 1]) line += std::string("\t") + digit(version) + texts[version];
    return line + "\n";
}

}  // namespace

std::string merged_atlas(std::vector<Source> sources) {
    const std::string backports = take_backports(sources);
    std::sort(sources.begin(), sources.end(),
              [](const Source& a, const Source& b) { return minor_of(a) < minor_of(b); });
    std::map<std::string, std::vector<std::string>> names;  // for each name, its texts in all versions
    Entries entries;
    std::string result = "atlas 1\n";
    for (std::size_t version = 0; version < sources.size(); ++version) {
        if (version && minor_of(sources[version]) != minor_of(sources[version - 1]) + 1)
            throw std::runtime_error("data/atlas: a version is missing before " + sources[version].path);
        result += (version ? " " : "") + apply_file(sources[version], entries);
        for (const auto& [name, text] : entries) {
            auto& texts = names[name];
            texts.resize(sources.size());
            texts[version] = text;
        }
    }
    result += "\n" + backports;
    std::vector<std::string> before;
    for (auto& [name, texts] : names) {
        if (is_left_out(name, texts)) continue;
        drop_parameters(name, texts);
        std::vector<std::string> parts = parts_of(name);
        result += line_of(parts, before, texts);
        before = std::move(parts);
    }
    return result;
}

}  // namespace testskew::pack
