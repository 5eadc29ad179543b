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
    std::vector<std::string> lines;      ///< The lines of a requirements file. Nothing but these lines is installed.
    std::vector<std::string> arguments;  ///< The index options.
    bool compile = false;                ///< Whether the bytecode of the whole environment is compiled.
    std::string what;                    ///< The beginning of the message of an error.
};

/// The folder of one environment in the cache, and the only owner of what is in it. environments/<key>/ is the virtual
/// environment. Beside it are three files. <key>.json is the stamp, which is written last, and without which nothing
/// trusts the folder. <key>.lock is held while the folder is filled or removed. <key>.used has the time of the last
/// use, and is held shared while a testskew uses the environment.
///
/// Callers obtain() a folder and say how it is filled if it is not complete. They fill it with the functions of the
/// second part, which run uv and know nothing about keys, stamps or locks.
class EnvironmentFolder {
public:
    explicit EnvironmentFolder(std::string key);

    const std::string& key() const { return key_; }
    /// Returns the path of the virtual environment.
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path python() const { return path_ / "bin" / "python"; }
    /// Returns the folder of what a build of the project wrote into the project's tree. It is part of the environment,
    /// which is of no use without it.
    std::filesystem::path built_files() const { return path_ / "built-in-tree"; }
    std::filesystem::path stamp_file() const { return beside(".json"); }
    std::filesystem::path lock_file() const { return beside(".lock"); }
    std::filesystem::path use_mark() const { return beside(".used"); }

    /// Returns the stamp as it was written when the environment was complete, whatever was done to the folder since
    /// then.
    std::optional<Stamp> stamp() const;
    /// Returns the stamp of a complete environment if nothing was added to its site-packages, and nothing removed from
    /// it, since then. This reads the stamp and costs two stats.
    std::optional<Stamp> complete() const;
    /// Returns the stamp of a complete environment if all its files are as they were. This costs a stat of each file.
    std::optional<Stamp> intact() const;
    /// Returns true if the environment is intact. If it is not, its stamp is removed, so that it will be filled again.
    bool verify() const;

    /// Notes that the environment is used now, and keeps prune() away from it until this process ends.
    void mark_used() const;

    /// Returns the stamp of the complete environment, which is marked as used. If it is not complete, `fill` is called.
    /// At that time the lock is held and the folder is gone, and `fill` returns the stamp of what it made. Two threads
    /// or testskews that want the same environment take turns. If `fill` throws, nothing is left of the folder.
    Stamp obtain(const std::function<Stamp()>& fill);

    /// Removes the stamp and then the folder. The lock must be held.
    void discard() const noexcept;

    // The second part fills the folder.

    /// Makes an empty virtual environment. `maker` is "venv" (python -m venv --without-pip) or "uv" (uv venv). Throws
    /// BuildError.
    void make_empty(const Interpreter& interpreter, const std::string& maker, const BuildOptions& options) const;
    /// Makes the folder a copy of another environment (see clone_environment()), which shares its files with it unless
    /// `own_files` is true. Throws Error.
    void clone_from(const std::filesystem::path& environment, bool own_files) const;
    /// Installs lines without their dependencies. Throws BuildError.
    void install(const Installation& installation, const BuildOptions& options) const;
    /// Installs pip and setuptools from the wheels that the interpreter's ensurepip bundles. Returns false if they are
    /// not there.
    bool install_bundled(const Interpreter& interpreter, const std::vector<std::string>& lines,
                         const BuildOptions& options) const;
    /// Installs the local folders that `arguments` name. Their build backends may run. Throws BuildError, whose message
    /// begins with `what`.
    void install_folders(const std::vector<std::string>& arguments, const std::string& what,
                         const BuildOptions& options) const;
    /// Uninstalls distributions. Returns false if that failed.
    bool uninstall(const std::vector<std::string>& names, const BuildOptions& options) const;
    /// Compiles the Python files of these distributions. Files that cannot be compiled stay as they are.
    void compile(const std::set<std::string>& names) const;

    /// Returns the tool that made the environment, "venv" or "uv", as its pyvenv.cfg tells.
    std::string maker() const;

private:
    std::filesystem::path beside(const char* extension) const;
    /// Sets what is only known at the end, and writes the stamp. From here on the environment is complete.
    void finish(Stamp& stamp) const;

    std::string key_;
    std::filesystem::path path_;
};

}  // namespace testskew::environment
