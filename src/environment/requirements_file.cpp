#include "environment/requirements_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

constexpr int deepest_nesting = 30;
constexpr int most_files = 2000;  ///< Files that name each other twice would else be read 2^30 times.
constexpr std::size_t largest_file = 16 << 20;

/// Returns "--name=value", "--name value", "-nvalue" and "-n value" as name and value. The name is "" if the line is no
/// option.
std::pair<std::string, std::string> option_of(const std::string& line) {
    if (line.size() < 2 || line[0] != '-') return {"", ""};
    size_t end = 2;
    if (line[1] == '-') end = std::min(line.find_first_of("= \t"), line.size());
    std::string name = line.substr(0, end), value(trim(std::string_view(line).substr(end)));
    if (value.starts_with("=")) value = trim(std::string_view(value).substr(1));
    if (value.size() > 1 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0])
        value = value.substr(1, value.size() - 2);
    return {name, value};
}

/// Reads lines into `flat` and follows the files that they name.
struct Reader {
    const fs::path& root;
    FlatRequirements& flat;
    int files = 0;

    void file(const std::string& value, const fs::path& folder, const std::string& origin, bool constraints,
              int depth) {
        const bool url = value.find("://") != std::string::npos;
        const std::string from_url = file_url_path(value);
        if (url && from_url.empty()) {  // uv fetches the file.
            flat.arguments.insert(flat.arguments.end(), {constraints ? "--constraints" : "--requirements", value});
            return;
        }
        const fs::path path = (folder / (from_url.empty() ? value : from_url)).lexically_normal();
        const auto text = read_file(path, largest_file);
        if (!text) throw Error(fmt::format("{}: the requirements file {} cannot be read", origin, path.string()));
        if (depth > deepest_nesting || ++files > most_files)
            throw Error(fmt::format("{}: requirements files include each other: {}", origin, path.string()));
        for (const auto& line : logical_lines(*text))
            one(line, path.parent_path(), path.filename().string(), constraints, depth + 1);
    }

    void one(const std::string& line, const fs::path& folder, const std::string& origin, bool constraints, int depth) {
        const auto [name, value] = option_of(line);
        if (name.empty()) {
            if (constraints)
                flat.constraints.push_back(line.substr(0, line.find(" --hash")));
            else
                add_requirement(line, false, root, flat);
        } else if (name == "-r" || name == "--requirement") {
            file(value, folder, origin, constraints, depth);
        } else if (name == "-c" || name == "--constraint") {
            file(value, folder, origin, true, depth);
        } else if (name == "-e" || name == "--editable") {
            add_requirement(value, true, root, flat);
        } else if (name == "--group") {
            const size_t colon = value.rfind(':');
            const fs::path project = colon == std::string::npos ? "pyproject.toml" : fs::path(value.substr(0, colon));
            flat.groups.push_back((root / project).lexically_normal().string() + ":" +
                                  value.substr(colon == std::string::npos ? 0 : colon + 1));
        } else {
            index_option(name, value, folder, origin);
        }
    }

    void index_option(const std::string& name, const std::string& value, const fs::path& folder,
                      const std::string& origin) {
        const auto give = [&](std::initializer_list<std::string> arguments) {
            flat.arguments.insert(flat.arguments.end(), arguments);
        };
        std::error_code error;
        if (name == "-i" || name == "--index-url" || name == "--pypi-url")
            give({"--default-index", value});
        else if (name == "--extra-index-url")
            give({"--index", value, "--index-strategy", "unsafe-best-match"});
        else if (name == "-f" || name == "--find-links") {
            const bool url = value.find("://") != std::string::npos;
            give({"--find-links", url ? value
                                      : (fs::exists(folder / value, error) ? folder / value : root / value)
                                            .lexically_normal()
                                            .string()});
        } else if (name == "--no-index")
            give({"--no-index"});
        else if (name == "--trusted-host")
            give({"--allow-insecure-host", value});
        else if (name == "--pre")
            give({"--prerelease", "allow"});
        else if (name == "--no-binary" || name == "--only-binary")
            for (const auto& package : split(value, ',')) give({name, std::string(trim(package))});
        else if (name == "--prefer-binary" || name == "--require-hashes" || name == "--use-pep517" ||
                 name == "--use-feature" || name == "--no-use-pep517" || name == "--no-build-isolation")
            flat.notes.push_back(fmt::format("{}: the option {} has no effect here", origin, name));
        else
            throw Error(fmt::format("{}: unknown option {} among the requirements", origin, name));
    }
};

/// A requirement in pieces: the text before its extras, its marker, and its extras.
struct Pieces {
    std::string base, marker;
    std::vector<std::string> extras;
};

Pieces pieces_of(const std::string& text) {
    Pieces pieces;
    size_t marker = text.find(" ;");
    if (marker == std::string::npos) marker = text.find("; ");
    pieces.base = trim(std::string_view(text).substr(0, marker));
    if (marker != std::string::npos)
        pieces.marker = trim(std::string_view(text).substr(marker + (text[marker] == ' ' ? 2 : 1)));
    if (pieces.base.ends_with("]")) {
        const size_t open = pieces.base.rfind('[');
        if (open != std::string::npos) {
            for (const auto& extra :
                 split(std::string_view(pieces.base).substr(open + 1, pieces.base.size() - open - 2), ','))
                if (!trim(extra).empty()) pieces.extras.emplace_back(trim(extra));
            pieces.base.erase(open);
        }
    }
    return pieces;
}

/// Returns the value of a key in the fragment of a URL: "egg" in "#egg=foo&subdirectory=bar" gives "foo".
std::string fragment_value(const std::string& url, const std::string& key) {
    const size_t hash = url.find('#');
    if (hash == std::string::npos) return "";
    for (const auto& part : split(url.substr(hash + 1), '&'))
        if (part.starts_with(key + "=")) return part.substr(key.size() + 1);
    return "";
}

/// Returns `-e git+https://...#egg=name` as the `name @ git+https://...` that uv installs.
std::string direct_reference(const std::string& url) {
    const std::string egg = fragment_value(url, "egg"), subdirectory = fragment_value(url, "subdirectory");
    if (egg.empty()) return url;
    return egg + " @ " + url.substr(0, url.find('#')) + (subdirectory.empty() ? "" : "#subdirectory=" + subdirectory);
}

void add_local(const fs::path& path, const Pieces& pieces, bool editable, const std::string& name, const fs::path& root,
               FlatRequirements& flat) {
    LocalRequirement local;
    local.path = path;
    local.install.path = path.lexically_relative(root.lexically_normal()).string();
    if (local.install.path.empty()) local.install.path = path.string();
    local.install.extras = pieces.extras;
    local.install.editable = editable;
    local.install.name = name.empty() ? declared_name(path) : name;
    flat.lines.push_back((editable ? "-e " : "") + path.string() +
                         (pieces.extras.empty() ? "" : "[" + join(pieces.extras, ",") + "]") +
                         (pieces.marker.empty() ? "" : " ; " + pieces.marker));
    flat.local.push_back(std::move(local));
}

}  // namespace

std::vector<std::string> logical_lines(std::string_view text) {
    std::vector<std::string> lines;
    std::string pending;
    for (auto line : split(text, '\n')) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (trim(line).starts_with("#")) continue;  // pip does the same, also between the parts of a continued line.
        if (line.ends_with("\\")) {
            pending += line.substr(0, line.size() - 1);
            continue;
        }
        pending += line;
        for (size_t at = 0; (at = pending.find('#', at)) != std::string::npos; ++at)
            if (at > 0 && std::isspace(static_cast<unsigned char>(pending[at - 1]))) {
                pending.erase(at);
                break;
            }
        if (const auto words = trim(pending); !words.empty()) lines.emplace_back(words);
        pending.clear();
    }
    if (const auto words = trim(pending); !words.empty()) lines.emplace_back(words);
    return lines;
}

void add_requirement(std::string line, bool editable, const fs::path& root, FlatRequirements& flat) {
    for (const char* option :
         {" --hash", " --config-settings", " --global-option", " --install-option", " --build-option"})
        line.erase(std::min(line.find(option), line.size()));
    line = trim(line);
    if (line.starts_with("git+") || line.starts_with("hg+") || line.starts_with("svn+") || line.starts_with("bzr+")) {
        if (editable)
            flat.notes.push_back(fmt::format("{} is installed as a wheel: an editable checkout is not made",
                                             requirement_name(direct_reference(line))));
        flat.lines.push_back(direct_reference(line));
        return;
    }
    // What is left may be a path, with or without a name in front: ".", "./sub[extra]", "file:///x", "name @
    // file:///x".
    std::string name, text = line;
    Pieces named;
    if (const size_t at = line.find(" @ "); at != std::string::npos) {
        named = pieces_of(line.substr(0, at));
        name = requirement_name(named.base);
        text = trim(std::string_view(line).substr(at + 3));
        if (!text.starts_with("file:") && !text.starts_with("/") && !text.starts_with(".")) {
            flat.lines.push_back(line);
            return;
        }
    }
    Pieces pieces = pieces_of(text);
    pieces.extras.insert(pieces.extras.end(), named.extras.begin(), named.extras.end());
    const std::string from_url = file_url_path(pieces.base);
    const std::string written = from_url.empty() ? pieces.base : from_url;
    const bool path_like = !from_url.empty() || editable || written == "." || written == ".." ||
                           (written.find('/') != std::string::npos && written.find("://") == std::string::npos);
    if (!path_like) {
        flat.lines.push_back(line);
        return;
    }
    fs::path path = (root / written).lexically_normal();
    if (!path.has_filename() && path != path.root_path()) path = path.parent_path();  // The path has a trailing slash.
    std::error_code error;
    if (fs::is_directory(path, error)) {
        add_local(path, pieces, editable, name, root, flat);
    } else if (fs::exists(path, error)) {  // It is a wheel or a source archive.
        flat.lines.push_back(name.empty() ? path.string() : name + " @ file://" + path.string());
    } else {
        throw Error(fmt::format("the requirement {} names {}, which does not exist", line, path.string()));
    }
}

FlatRequirements flatten(const std::vector<std::string>& lines, const fs::path& root, const std::string& origin) {
    FlatRequirements flat;
    Reader reader{root, flat};
    for (const auto& text : lines)
        for (const auto& line : logical_lines(text)) reader.one(line, root, origin, false, 0);
    return flat;
}

std::string declared_name(const fs::path& folder) {
    const std::pair<const char*, const char*> places[] = {
        {"pyproject.toml", "[project]"}, {"pyproject.toml", "[tool.poetry]"}, {"setup.cfg", "[metadata]"}};
    for (const auto& [file, table] : places) {
        const auto text = read_file(folder / file);
        if (!text) continue;
        bool inside = false;
        for (const auto& line : split(*text, '\n')) {
            const auto words = trim(line);
            if (words.starts_with("[")) inside = words.starts_with(table);
            if (!inside || !words.starts_with("name")) continue;
            const size_t equals = words.find('=');
            if (equals == std::string_view::npos || trim(words.substr(0, equals)) != "name") continue;
            std::string value(trim(words.substr(equals + 1)));
            value.erase(std::remove_if(value.begin(), value.end(), [](char c) { return c == '"' || c == '\''; }),
                        value.end());
            value = trim(value.substr(0, value.find('#')));
            if (const auto name = requirement_name(value); !name.empty()) return name;
        }
    }
    return "";
}

}  // namespace testskew::environment
