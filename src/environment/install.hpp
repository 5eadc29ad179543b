#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "environment/kept.hpp"
#include "environment/options.hpp"
#include "environment/store.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// The steps that build(), vary() and install_local() are made of. All of them work on a folder whose lock is held.

/// An empty virtual environment; `maker` is "venv" (python -m venv --without-pip) or "uv" (uv venv).
void make_empty(const std::filesystem::path& folder, const Interpreter& interpreter, const std::string& maker,
                const BuildOptions& options);

/// Installs exactly these lines without their dependencies. `compile` compiles all bytecode of the environment.
void install_lines(const std::filesystem::path& folder, const std::vector<std::string>& lines,
                   const std::vector<std::string>& arguments, bool compile, const BuildOptions& options,
                   const std::string& what);

/// Installs pip and setuptools from the wheels that the interpreter's ensurepip bundles; false where they are not found
/// there.
bool install_bundled(const std::filesystem::path& folder, const Interpreter& interpreter,
                     const std::vector<std::string>& lines, const BuildOptions& options);

/// The line that installs a package: its requirement, or its name and version.
std::string line_of(const std::string& name, const Package& package);

/// Compiles the Python files of these distributions only. What cannot be compiled is left.
void compile_distributions(const std::filesystem::path& folder, const std::set<std::string>& names);

/// Makes `to` a copy of the environment `from`: files as hard links (copies where the file system has none), everything
/// that holds the path of `from` (scripts, pyvenv.cfg) written anew with that of `to`.
void clone(const std::filesystem::path& from, const std::filesystem::path& to);

/// Every file of these distributions, for finding files that two of them share. Bytecode is left out.
std::multiset<std::string> files_of(const std::filesystem::path& folder, const std::set<std::string>& names);

/// Of the files that distributions had which were removed or replaced: removes the bytecode whose source is gone, and
/// folders that are left with nothing else.
void remove_leftovers(const std::filesystem::path& site, const std::multiset<std::string>& files);

/// Fills in what is only known at the end, and writes the stamp: from here on the environment is complete.
void finish(const Place& place, Stamp stamp);

/// Whether a complete environment stands there whose site-packages has not been touched since: reads the stamp, and two
/// stats.
std::optional<Stamp> ready(const Place& place);

/// "venv" or "uv", from the environment's pyvenv.cfg.
std::string maker_of(const std::filesystem::path& folder);

}  // namespace testskew::environment
