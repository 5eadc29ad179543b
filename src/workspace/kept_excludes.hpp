#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <vector>

/// What is left out of the kept state of the files (kept_files.hpp).
namespace testskew::workspace {

/// What tools write although the user changes nothing, in the words of a .gitignore.
inline constexpr const char* written_by_tools =
    ".testskew/\n.testskew-tsk-*\n.venv/\n__pycache__/\n.pytest_cache/\n.mypy_cache/\n.ruff_cache/\n.tox/\n.nox/"
    "\nnode_modules/\n"
    "*.pyc\n*.swp\n.coverage\n.coverage.*\n";

/// The lines that leave out of the store what is too large, is a virtual environment or a repository of its own.
/// `others` is what the store does not have, `kept` what it has. What the user's repository tracks is never left out.
std::string left_out(const std::filesystem::path& top, const std::vector<std::string>& others,
                     const std::vector<std::string>& kept, const std::set<std::string>& tracked);

/// The words that make git leave out what the user ignores everywhere (core.excludesFile), as settings of the user are
/// not read otherwise. Without that setting git looks for ~/.config/git/ignore by itself.
std::vector<std::string> user_excludes();

}  // namespace testskew::workspace
