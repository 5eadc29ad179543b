#pragma once
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace testskew::ci {

/// Whether a word is one of a list.
bool one_of(const std::string& word, std::initializer_list<const char*> list);

/// The parts of "a, b": trimmed, without empty ones.
std::vector<std::string> comma_list(const std::string& text);

/// The values of the options of a command from the word `from` on: {"--with", "dev"} for "--with dev" and "--with=dev";
/// a flag has "", and a word that is no option has the name "".
std::vector<std::pair<std::string, std::string>> options_of(const std::vector<std::string>& words, size_t from,
                                                            std::initializer_list<const char*> with_value);

/// The name of the program that a command starts, without its folder; "" for no command.
/// The version in what a tool is asked for: "python3.11", "cpython@3.11" and "3.11" give "3.11"; else the text itself.
std::string python_asked_for(const std::string& text);

std::string program_of(const std::vector<std::string>& words);

/// Whether a program is an interpreter of Python: "python3.11".
bool is_python(const std::string& program);

}  // namespace testskew::ci
