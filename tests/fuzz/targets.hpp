#pragma once
#include <string>
#include <string_view>
#include <vector>

/// What reads files that others have written, each as one function of a text. libFuzzer calls them with texts of its
/// own (script/fuzz), and unit_fuzz with the texts of tests/fuzz/corpus.
namespace testskew::fuzz {

/// A reader. What it throws besides Error is a finding, as are a crash, a hang and memory that grows.
struct Target {
    std::string_view name;  ///< that of its folder in tests/fuzz/corpus
    void (*read)(const std::string& text);
};

/// All targets.
const std::vector<Target>& targets();

/// The target of a name; nullptr if there is none.
const Target* target(std::string_view name);

/// Reads the text with the target. An Error is an answer like any other, if it has a message.
void read_with(const Target& target, const std::string& text);

// How each kind of file is read: tests/fuzz/targets has a file for each room that reads.
void recording(const std::string& text);
void compare_recordings(const std::string& text);
void outline(const std::string& text);
void traces(const std::string& text);
void requirements(const std::string& text);
void freeze(const std::string& text);
void uv_output(const std::string& text);
void uv_lock(const std::string& text);
void pylock(const std::string& text);
void poetry_lock(const std::string& text);
void pdm_lock(const std::string& text);
void pipfile_lock(const std::string& text);
void testskew_toml(const std::string& text);
void pyproject(const std::string& text);
void tox(const std::string& text);
void github(const std::string& text);
void gitlab(const std::string& text);
void circleci(const std::string& text);
void azure(const std::string& text);
void makefile(const std::string& text);
void shell(const std::string& text);
void ci_log(const std::string& text);
void junit(const std::string& text);

}  // namespace testskew::fuzz
