#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace testskew::profile {

/// A TOML value with its place in the file. It keeps what profiles need and hides toml++, which is slow to compile,
/// from the rest.
struct Node {
    struct Member;
    enum class Kind { table, array, string, integer, floating, boolean, date };

    Kind kind = Kind::table;
    std::string text;  ///< a string's value; numbers and dates as the file writes them
    long integer = 0;
    bool boolean = false;
    std::vector<Node> items;      ///< of an array
    std::vector<Member> members;  ///< of a table, in the file's order
    int line = 0, column = 0;

    /// The value of a key of a table, nullptr where there is none (or this is no table).
    const Node* find(std::string_view key) const;
    /// find() along several keys.
    const Node* find(std::initializer_list<std::string_view> keys) const;
    bool is(Kind wanted) const { return kind == wanted; }
    /// The strings of an array of strings, or the string itself; other items are left out.
    std::vector<std::string> strings() const;
};

/// One key of a table.
struct Node::Member {
    std::string name;
    Node value;
    int line = 0, column = 0;  ///< of the key
};

/// A TOML document. Throws Error (usage) "LABEL:LINE:COLUMN: reason" where it is malformed.
Node parse_toml(std::string_view text, const std::string& label);

/// Reads and parses a file; its path (relative to the current folder where it is inside) is the label. Throws Error
/// where it cannot be read.
Node read_toml(const std::filesystem::path& path);

/// How a file is named in messages: relative to the current folder where it is inside, else absolute.
std::string label_of(const std::filesystem::path& path);

/// "a string", "a table", ...
std::string kind_name(Node::Kind kind);

}  // namespace testskew::profile
