// Real interpreters, a real uv and a private cache for the tests of this folder.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/environment.hpp"
#include "model/interpreter.hpp"
#include "model/profile.hpp"

namespace testskew::environment::real {

/// The reason with which tests skip themselves.
constexpr const char* lacking = "there is no uv here, or not the interpreters that this test needs";

/// An interpreter of that minor version from PATH or pyenv; nullopt if there is none.
std::optional<Interpreter> python(int minor);

/// Two interpreters of different minor versions, the older first; empty if there are not two.
std::vector<Interpreter> two_pythons();

/// Makes a new temporary folder testskew's cache as long as the object lives. uv's own cache stays the user's, because
/// tests would otherwise download everything each time. The object is false if no uv can be had; the test then skips
/// itself.
class Cache {
public:
    Cache();
    ~Cache();
    explicit operator bool() const { return usable_; }
    std::filesystem::path folder;  ///< a temporary folder; the cache is folder/cache/testskew

private:
    bool usable_ = false;
};

/// What a script prints when an environment's Python runs it.
std::string says(const Environment& environment, const std::string& script);
/// The output of any program, with its exit status at the end if that is not 0.
std::string output(const std::vector<std::string>& argv);

Profile profile(const std::string& name, Seed seed = Seed::none);
void write(const std::filesystem::path& path, const std::string& text);
/// The relative paths of all files below the folder, without bytecode.
std::vector<std::string> tree(const std::filesystem::path& folder);

}  // namespace testskew::environment::real
