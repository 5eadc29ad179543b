#pragma once
#include <filesystem>
#include <optional>

/// This program, run once more by itself for purposes of its own.
namespace testskew::process {

constexpr const char* guard_command = "__guard";
constexpr const char* trial_command = "__overlay-trial";

/// Returns the path by which this program can run itself, on Linux even if its file was replaced in the meantime.
std::filesystem::path own_program();

/// Does what the program was started for by itself, and returns its exit status. Returns nullopt if somebody else has
/// started it. Every main() whose program calls run() has to begin with this call.
std::optional<int> run_hidden(int argc, char* argv[]);

}  // namespace testskew::process
