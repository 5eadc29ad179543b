#pragma once
#include <filesystem>
#include <optional>

/// This program, run once more by itself for purposes of its own.
namespace testskew::process {

constexpr const char* guard_command = "__guard";
constexpr const char* trial_command = "__overlay-trial";

/// The path by which this program can run itself, even if its file was replaced in the meantime (on Linux).
std::filesystem::path own_program();

/// Does what the program was started for by itself, and gives its exit status; nullopt if it was started by anybody
/// else. Every main() whose program calls run() has to begin with it.
std::optional<int> run_hidden(int argc, char* argv[]);

}  // namespace testskew::process
