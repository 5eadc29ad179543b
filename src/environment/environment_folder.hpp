#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "environment/stamp.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// What install() is asked to install.
struct Installation {
    std::vector<std::string> lines;      ///< of a requirements file; nothing but these lines is installed
    std::vector<std::string> arguments;  ///< index options
    bool compile = false;                ///< compile the bytecode of the whole environment
    std::string what;                    ///< begins the message of an error
};

/// The folder of one environment in the cache, and the only owner of what is in it. environments/<key>/ is the virtual
/// environment. Beside it are <key>.json (the stamp, written last: without it nothing trusts the folder), <key>.lock
/// (held while the folder is filled or removed) and <key>.used (its time is that of the last use; held shared while a
/// testskew uses the environment).
///
/// Callers obtain() a folder and say how it is filled if it is not complete. They fill it by the functions of the
/// second part, which run uv and know nothing of keys, stamps or locks.
class EnvironmentFolder {
public:
    explicit EnvironmentFolder(std::string key);

    const std::string& key() const { return key_; }
    /// The virtual environment.
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path python() const { return path_ / "bin" / "python"; }
    /// What a build of the project wrote into the project's tree; part of the environment, as it is of no use without
    /// it.
    std::filesystem::path built_files() const { return path_ / "built-in-tree"; }
    std::filesystem::path stamp_file() const { return beside(".json"); }
    std::filesystem::path lock_file() const { return beside(".lock"); }
    std::filesystem::path use_mark() const { return beside(".used"); }

    /// The stamp as it was written when the environment was complete, whatever was done to the folder since.
    std::optional<Stamp> stamp() const;
    /// The stamp of a complete environment to whose site-packages nothing was added since, and from which nothing was
    /// removed. Costs the reading of the stamp and two stats.
    std::optional<Stamp> complete() const;
    /// The stamp of a complete environment all of whose files are as they were. Costs a stat of each file.
    std::optional<Stamp> intact() const;
    /// True if the environment is intact. If it is not, its stamp is removed, so that it will be filled anew.
    bool verify() const;

    /// Notes the use now, and keeps prune() away until this process ends.
    void mark_used() const;

    /// The stamp of the complete environment, which is marked as used. If it is not complete, `fill` is called with the
    /// lock held and the folder gone, and gives the stamp of what it made; two threads or testskews that want the same
    /// environment take turns. If `fill` throws, nothing is left of the folder.
    Stamp obtain(const std::function<Stamp()>& fill);

    /// Removes the stamp and then the folder. Call it with the lock held.
    void discard() const noexcept;

    // How the folder is filled.

    /// Makes an empty virtual environment. `maker` is "venv" (python -m venv --without-pip) or "uv" (uv venv). Throws
    /// BuildError.
    void make_empty(const Interpreter& interpreter, const std::string& maker, const BuildOptions& options) const;
    /// Makes the folder a copy of another environment (see clone_environment()). Throws Error.
    void clone_from(const std::filesystem::path& environment) const;
    /// Installs lines without their dependencies. Throws BuildError.
    void install(const Installation& installation, const BuildOptions& options) const;
    /// Installs pip and setuptools from the wheels that the interpreter's ensurepip bundles. False if they are not
    /// there.
    bool install_bundled(const Interpreter& interpreter, const std::vector<std::string>& lines,
                         const BuildOptions& options) const;
    /// Installs the local folders that `arguments` name; the build backends of these may run. Throws BuildError, whose
    /// message `what` begins.
    void install_folders(const std::vector<std::string>& arguments, const std::string& what,
                         const BuildOptions& options) const;
    /// Uninstalls distributions. False if that failed.
    bool uninstall(const std::vector<std::string>& names, const BuildOptions& options) const;
    /// Compiles the Python files of these distributions. Files that cannot be compiled are left.
    void compile(const std::set<std::string>& names) const;

    /// "venv" or "uv": the tool that made the environment, from its pyvenv.cfg.
    std::string maker() const;

private:
    std::filesystem::path beside(const char* extension) const;
    /// Fills in what is only known at the end and writes the stamp. From here on the environment is complete.
    void finish(Stamp& stamp) const;

    std::string key_;
    std::filesystem::path path_;
};

}  // namespace testskew::environment
