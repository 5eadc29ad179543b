#include "environment/freeze.hpp"

#include <fmt/core.h>

#include <map>
#include <utility>

#include "environment/distribution.hpp"
#include "environment/installed.hpp"
#include "util/error.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// One requirement of a freeze.
struct Line {
    std::string text;   ///< The requirement without "-e".
    std::string name;   ///< The normalised name; "" if the line has none.
    std::string about;  ///< What the comment above an editable line says about it: "demo==1.0".
    bool editable = false;
};

Line labelled(std::string text, std::string about) {
    Line line;
    line.about = std::move(about);
    line.editable = text.starts_with("-e ") || text.starts_with("--editable ");
    if (line.editable) text = trim(std::string_view(text).substr(text.find(' ')));
    line.name = requirement_name(text);
    if (const size_t egg = text.find("#egg="); egg != std::string::npos)
        line.name = requirement_name(text.substr(egg + 5, text.find('&', egg) - egg - 5));
    if (line.name.empty()) line.name = requirement_name(line.about);
    line.text = std::move(text);
    return line;
}

/// Returns the path of the folder or file that a line installs, or "" if it installs none.
std::string path_of(const Line& line) {
    const size_t at = line.text.find(" @ ");
    const std::string url =
        at == std::string::npos ? line.text : std::string(trim(std::string_view(line.text).substr(at + 3)));
    if (const std::string path = file_url_path(url); !path.empty()) return path;
    return line.editable && line.text.find("://") == std::string::npos ? line.text : "";
}

/// Returns true if this is one of the packages that the pip of old Debian releases lists and that no index has.
bool is_debians_own(const Line& line) {
    return line.name == "pkg-resources" || (line.name == "distribute" && line.text.find("==") != std::string::npos);
}

class FreezeReader {
public:
    FreezeReader(const fs::path& root, const std::string& project) : root_(root), project_(project) {}

    void read(const std::string& raw) {
        const std::string text(trim(raw));
        if (text.starts_with("#")) {
            const size_t open = text.find('(');
            const bool about_next = text.starts_with("# Editable") && open != std::string::npos;
            about_ = about_next ? text.substr(open + 1, text.find(')') - open - 1) : "";
            return;
        }
        const auto logical = logical_lines(text);
        if (!logical.empty()) take(labelled(logical.front(), std::exchange(about_, "")));
    }

    Locked result;

private:
    void take(const Line& line) {
        if (!project_.empty() && line.name == project_) return take_project(line);
        if (is_debians_own(line)) return;
        std::error_code error;
        const std::string path = path_of(line);
        if (!path.empty() && !fs::exists(root_ / path, error)) return take_missing(line, path);
        if (line.text.starts_with("-")) return take_option(line);
        add_requirement(line.text, line.editable, root_, result.flat);
    }

    void take_project(const Line& line) {
        if (line.text.find("==") != std::string::npos && !line.editable)
            result.notes.push_back(
                fmt::format("{} in the lock is the project itself: it is installed from its folder", line.text));
        add_project(line.editable);
    }

    void add_project(bool editable) {
        if (!project_taken_) add_requirement(".", editable, root_, result.flat);
        project_taken_ = true;
    }

    /// Takes a line whose folder or file was on the machine that wrote the freeze, and is not on this one.
    void take_missing(const Line& line, const std::string& path) {
        if (line.editable && fs::path(path).filename() == root_.filename()) return add_project(true);
        const std::string version = wheel_version(fs::path(path).filename().string());
        std::string instead = line.name;
        if (!version.empty() && !line.name.empty())
            instead = line.name + "==" + version;
        else if (line.about.find("==") != std::string::npos)
            instead = line.about;
        else if (line.name.empty())
            throw Error(fmt::format(
                "the lock names {}, which does not exist here: replace that line by a name and a version", path));
        result.notes.push_back(
            fmt::format("{} is not on this machine: {} is taken from the package index", path, instead));
        if (instead == line.name)
            result.fidelity.push_back({line.name, "from " + path, "the newest of the package index"});
        add_requirement(instead, false, root_, result.flat);
    }

    /// Takes an option, which `pip freeze -r` keeps.
    void take_option(const Line& line) {
        const auto options = flatten({line.text}, root_, "the lock");
        result.flat.arguments.insert(result.flat.arguments.end(), options.arguments.begin(), options.arguments.end());
    }

    const fs::path& root_;
    const std::string& project_;
    bool project_taken_ = false;
    std::string about_;  ///< The Line::about of the next line.
};

}  // namespace

namespace {

/// The lines of a project in editable form. `about` is its name, with its version if that is known.
std::vector<std::string> editable_lines(const std::string& about, const std::string& path) {
    return {"# Editable install with no version control (" + about + ")", "-e " + path};
}

std::vector<std::string> lines_of(const Distribution& one) {
    const std::string exact = one.name + "==" + one.version;
    if (!one.origin) return {exact};
    if (!one.origin->editable) return {one.name + " @ " + one.origin->reference()};
    const std::string path = file_url_path(one.origin->url);
    return editable_lines(exact, path.empty() ? one.origin->reference() : path);
}

}  // namespace

std::vector<std::string> freeze(const std::vector<fs::path>& sites) {
    std::map<std::string, std::vector<std::string>> found;
    for (const auto& site : sites) {
        std::error_code error;
        for (const auto& [key, folder] : metadata_folders_in(site)) {
            const Distribution one = distribution_of(folder);
            if (one.whole) found.try_emplace(one.name, lines_of(one));
        }
        for (const auto& entry : fs::directory_iterator(site, error)) {
            if (entry.path().extension() != ".egg-link") continue;
            const std::string name = normalized_name(entry.path().stem().string());
            found[name] = editable_lines(name, linked_project(entry.path()).string());
        }
    }
    std::vector<std::string> lines;
    for (const auto& [name, of_one] : found) lines.insert(lines.end(), of_one.begin(), of_one.end());
    return lines;
}

Locked read_freeze(const std::string& text, const fs::path& root, const std::string& project) {
    FreezeReader reader(root, project);
    for (const auto& line : split(text, '\n')) reader.read(line);
    return std::move(reader.result);
}

}  // namespace testskew::environment
