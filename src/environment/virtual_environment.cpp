#include "environment/virtual_environment.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "environment/distribution.hpp"
#include "environment/installed.hpp"
#include "environment/requirements_file.hpp"
#include "util/files.hpp"
#include "util/pyvenv.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// Returns the folder of site-packages. An environment that was upgraded in place has one folder for each Python.
fs::path site_of(const fs::path& environment) {
    const std::string version = pyvenv_version(environment);
    std::error_code error;
    for (const char* suffix : {"", "t"}) {
        const fs::path site = environment / "lib" / ("python" + version + suffix) / "site-packages";
        if (!version.empty() && fs::is_directory(site, error)) return site;
    }
    return site_packages(environment);
}

/// Returns true if `path` is the folder `folder` or lies in it. Symlinks are followed.
bool inside(const fs::path& path, const fs::path& folder) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(path, error), above = fs::weakly_canonical(folder, error);
    const auto [end, rest] = std::mismatch(above.begin(), above.end(), real.begin(), real.end());
    return end == above.end();
}

std::string relative_to(const fs::path& path, const fs::path& folder) {
    std::error_code error;
    return fs::weakly_canonical(path, error).lexically_relative(fs::weakly_canonical(folder, error)).string();
}

class EnvironmentReader {
public:
    EnvironmentReader(const VirtualEnvironment& environment, const fs::path& root)
        : environment_(environment), root_(root), project_name_(declared_name(environment.project)) {}

    InstalledPackages read() {
        const bool is_virtual = environment_.sites.empty();
        const auto sites = is_virtual ? std::vector<fs::path>{site_of(environment_.path)} : environment_.sites;
        std::set<std::string> taken;  // what an earlier folder of sys.path has hides the same in a later one
        for (const auto& site : sites)
            for (const auto& [name, one] : distributions(site))
                if (taken.insert(name).second) take(one);
        for (const auto& site : sites) take_links(site);
        result_.count = result_.packages.size() + result_.local.size() + lost_;
        for (const auto& site : sites) note_paths(site);
        if (is_virtual && pyvenv_value(environment_.path, "include-system-site-packages") == "true")
            note(
                fmt::format("{} also sees the packages of the Python that it was made from (system-site-packages): "
                            "these are not taken",
                            environment_.shown));
        return std::move(result_);
    }

private:
    void note(std::string text) { result_.notes.push_back(std::move(text)); }

    /// Returns true for what disappears with the environment. The prefix of a Python that is no virtual environment,
    /// such as /usr, may also hold the project.
    bool in_environment(const fs::path& path) const {
        if (environment_.sites.empty()) return inside(path, environment_.path);
        return std::any_of(environment_.sites.begin(), environment_.sites.end(),
                           [&](const fs::path& site) { return inside(path, site); });
    }

    /// Returns the distributions by name. If several have one name, the one that was written last counts.
    std::map<std::string, Distribution> distributions(const fs::path& site) {
        std::map<std::string, Distribution> found;
        for (const auto& [stem, metadata] : metadata_folders_in(site)) {
            // Names of what pip could not remove begin with "~".
            if (stem.empty() || !std::isalnum(static_cast<unsigned char>(stem[0]))) continue;
            Distribution one = distribution_of(metadata);
            const std::string file = metadata.filename().string();
            if (one.name.empty() || one.version.empty()) {
                note(fmt::format("{} in {} is damaged and says no version: it is left out", file, environment_.shown));
                ++lost_;
                continue;
            }
            if (!one.whole)
                note(fmt::format("{} in {} is damaged: {} {} is taken, as it is named", file, environment_.shown,
                                 one.name, one.version));
            const auto other = found.find(one.name);
            if (other == found.end()) {
                found.emplace(one.name, std::move(one));
                continue;
            }
            std::error_code error;
            if (std::pair(one.whole, fs::last_write_time(one.metadata, error)) >
                std::pair(other->second.whole, fs::last_write_time(other->second.metadata, error)))
                std::swap(other->second, one);
            note(fmt::format("{} has metadata of {} {} and {}: the former is taken", environment_.shown, one.name,
                             other->second.version, one.version));
        }
        return found;
    }

    void take(const Distribution& one) {
        if (!one.origin) {
            if (one.name == project_name_) {
                note(fmt::format("{} {} in {} is the project itself: it is installed from its folder", one.name,
                                 one.version, environment_.shown));
                return take_folder(environment_.project, false, one.name);
            }
            return take_package(one, one.name + "==" + one.version);
        }
        const DirectUrl& from = *one.origin;
        const std::string path = file_url_path(from.url);
        if (from.vcs.empty() && !path.empty()) return take_path(one, fs::path(path) / from.subdirectory);
        result_.sources[one.name] = from.source();
        // uv knows no other version control system.
        if (!from.vcs.empty() && from.vcs != "git") return lose(one, from.source());
        take_package(one, one.name + " @ " + from.reference());
    }

    void take_package(const Distribution& one, std::string requirement) {
        result_.packages[one.name] = {one.version, std::move(requirement)};
    }

    /// Takes what was installed from a folder, a wheel or an archive of this machine.
    void take_path(const Distribution& one, fs::path path) {
        if (!path.has_filename()) path = path.parent_path();  // The path has a trailing slash.
        std::error_code error;
        // A checkout inside the environment disappears with it, because sessions do not see it.
        if (fs::is_directory(path, error) && !in_environment(path))
            return take_folder(path, one.origin->editable, one.name);
        if (fs::is_regular_file(path, error))
            return take_package(one, fmt::format("{} @ {}", one.name, one.origin->url));
        if (one.name == project_name_) return take_folder(environment_.project, one.origin->editable, one.name);
        result_.sources[one.name] = path.string();
        take_package(one, one.name + "==" + one.version);
    }

    void take_folder(const fs::path& folder, bool editable, const std::string& name) {
        const bool own = inside(folder, environment_.project);
        LocalInstall install;
        install.path = own ? relative_to(folder, environment_.project) : folder.lexically_relative(root_).string();
        install.editable = editable;
        install.name = name;
        result_.local.push_back(std::move(install));
    }

    void lose(const Distribution& one, const std::string& source) {
        note(fmt::format("cannot be had again: {} {}, installed from {}", one.name, one.version, source));
        ++lost_;
    }

    /// Takes the projects that `setup.py develop` has linked.
    void take_links(const fs::path& site) {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(site, error)) {
            if (entry.path().extension() != ".egg-link") continue;
            const fs::path folder = linked_project(entry.path());
            const std::string name = normalized_name(entry.path().stem().string());
            const bool known = std::any_of(result_.local.begin(), result_.local.end(),
                                           [&](const LocalInstall& local) { return local.name == name; });
            if (known || result_.packages.count(name)) continue;
            if (fs::is_directory(folder, error) && folder.is_absolute())
                take_folder(folder, true, name);
            else if (name == project_name_)
                take_folder(environment_.project, true, name);
            else
                lose({name, "", {}, {}}, folder.string());
        }
    }

    /// Notes which folders .pth files put on sys.path although no installed project explains them.
    void note_paths(const fs::path& site) {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(site, error)) {
            if (entry.path().extension() != ".pth") continue;
            for (const auto& raw : split(read_file(entry.path()).value_or(""), '\n')) {
                const std::string line(trim(raw));
                if (line.empty() || line[0] == '#' || line.starts_with("import ") || line.starts_with("import\t"))
                    continue;
                const fs::path folder = (site / line).lexically_normal();
                if (!fs::is_directory(folder, error) || in_environment(folder) || is_local(folder)) continue;
                note(fmt::format("{} in {} puts {} on sys.path: sessions do not have it",
                                 entry.path().filename().string(), environment_.shown, folder.string()));
            }
        }
    }

    bool is_local(const fs::path& folder) const {
        return std::any_of(result_.local.begin(), result_.local.end(), [&](const LocalInstall& local) {
            return inside(folder, environment_.project / local.path) || inside(folder, root_ / local.path);
        });
    }

    const VirtualEnvironment& environment_;
    const fs::path root_;
    std::string project_name_;
    std::size_t lost_ = 0;  ///< Counts the distributions of which nothing can be taken.
    InstalledPackages result_;
};

}  // namespace

InstalledPackages read_virtual_environment(const VirtualEnvironment& environment, const fs::path& root) {
    return EnvironmentReader(environment, root.lexically_normal()).read();
}

std::string text_of(const InstalledPackages& installed) {
    std::string text = fmt::format("installed {}\n", installed.count);
    for (const auto& [name, package] : installed.packages) text += package.requirement + " " + package.version + "\n";
    for (const auto& local : installed.local) text += fmt::format("{} {} {}\n", local.path, local.editable, local.name);
    for (const auto& [name, source] : installed.sources) text += name + " " + source + "\n";
    return text + join(installed.notes, "\n") + "\n";
}

}  // namespace testskew::environment
