#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace testskew::profile {

/// A TOML value with its place in the file. It holds only what profiles need. It hides toml++ from the other files,
/// because toml++ is slow to compile.
struct Node {
    struct Member;
    enum class Kind { table, array, string, integer, floating, boolean, date };

    Kind kind = Kind::table;
    std::string text;  ///< the value of a string; numbers and dates as the file writes them
    long integer = 0;
    bool boolean = false;
    std::vector<Node> items;      ///< the items of an array
    std::vector<Member> members;  ///< the keys of a table, in the file's order
    int line = 0, column = 0;

    /// The value of a key of a table; nullptr if there is no such key or this is not a table.
    const Node* find(std::string_view key) const;
    /// Follows several keys, one inside the other.
    const Node* find(std::initializer_list<std::string_view> keys) const;
    bool is(Kind wanted) const { return kind == wanted; }
    /// The strings of an array of strings, or the string itself; other items are left out.
    std::vector<std::string> strings() const;
};

/// One key of a table.
struct Node::Member {
    std::string name;
    Node value;
    int line = 0, column = 0;  ///< the place of the key
};

/// Parses a TOML document. Throws Error (usage) "LABEL:LINE:COLUMN: reason" if it is malformed.
Node parse_toml(std::string_view text, const std::string& label);

/// Reads and parses a file, with label_of() as its label. Throws Error (usage) if it cannot be read or is malformed.
Node read_toml(const std::filesystem::path& path);

/// The name of a file in messages: relative to the current folder if the file is below it, else absolute.
std::string label_of(const std::filesystem::path& path);

/// A kind with its article, for messages: "a string", "a table".
std::string kind_name(Node::Kind kind);

}  // namespace testskew::profile
