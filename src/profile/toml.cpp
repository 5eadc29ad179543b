// This is the only file that includes toml++.
#include "profile/toml.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cctype>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

/// A number or a date as the file writes it. toml++ turns 3.10 into 3.1, and a message has to show what the user wrote.
std::string written(const std::vector<std::string>& lines, const toml::source_region& region) {
    const auto line = static_cast<size_t>(region.begin.line) - 1;
    const auto column = static_cast<size_t>(region.begin.column) - 1;
    if (line >= lines.size() || column >= lines[line].size()) return {};
    const std::string& text = lines[line];
    size_t end = column;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) ||
                                 std::string_view("+-._:").find(text[end]) != std::string_view::npos))
        ++end;
    return text.substr(column, end - column);
}

Node convert(const toml::node& from, const std::vector<std::string>& lines) {
    Node node;
    node.line = static_cast<int>(from.source().begin.line);
    node.column = static_cast<int>(from.source().begin.column);
    if (const auto* table = from.as_table()) {
        node.kind = Node::Kind::table;
        for (const auto& [key, value] : *table) {
            const auto place = key.source().begin;
            node.members.push_back({std::string(key.str()), convert(value, lines), static_cast<int>(place.line),
                                    static_cast<int>(place.column)});
        }
        // toml++ sorts the keys by name, and this puts them back into the order of the file.
        std::stable_sort(node.members.begin(), node.members.end(), [](const Node::Member& a, const Node::Member& b) {
            return std::pair(a.line, a.column) < std::pair(b.line, b.column);
        });
    } else if (const auto* array = from.as_array()) {
        node.kind = Node::Kind::array;
        for (const auto& item : *array) node.items.push_back(convert(item, lines));
    } else if (const auto* string = from.as_string()) {
        node.kind = Node::Kind::string;
        node.text = string->get();
    } else if (const auto* integer = from.as_integer()) {
        node.kind = Node::Kind::integer;
        node.integer = static_cast<long>(integer->get());
        node.text = written(lines, from.source());
        if (node.text.empty()) node.text = std::to_string(node.integer);
    } else if (const auto* boolean = from.as_boolean()) {
        node.kind = Node::Kind::boolean;
        node.boolean = boolean->get();
        node.text = node.boolean ? "true" : "false";
    } else if (const auto* number = from.as_floating_point()) {
        node.kind = Node::Kind::floating;
        node.text = written(lines, from.source());
        if (node.text.empty()) node.text = fmt::format("{}", number->get());
    } else {
        node.kind = Node::Kind::date;
        node.text = written(lines, from.source());
    }
    return node;
}

/// More names than this in one dotted key are no one's configuration. The library descends one call for each of them.
constexpr int deepest_key = 500;

bool in_key(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; }

/// Returns the number of the first line that holds a dotted key with too many names; 0 if there is none. It looks at
/// the text alone, so that it may take a part of a long string for a key, which no text of words and dots comes near.
std::size_t line_too_deep(std::string_view text) {
    std::size_t line = 1;
    int names = 0;
    char before = 0;  // the last character that is no blank
    for (const char c : text) {
        if (c == '\n') ++line;
        if (c == ' ' || c == '\t') continue;
        if (c == '.' && (in_key(before) || before == '"' || before == '\'')) {
            if (++names > deepest_key) return line;
        } else if (!in_key(c) && c != '"' && c != '\'') {
            names = 0;
        }
        before = c;
    }
    return 0;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
    for (const auto& member : members)
        if (member.name == key) return &member.value;
    return nullptr;
}

const Node* Node::find(std::initializer_list<std::string_view> keys) const {
    const Node* node = this;
    for (const auto key : keys) {
        node = node->find(key);
        if (!node) return nullptr;
    }
    return node;
}

std::vector<std::string> Node::strings() const {
    if (kind == Kind::string) return {text};
    std::vector<std::string> result;
    for (const auto& item : items)
        if (item.kind == Kind::string) result.push_back(item.text);
    return result;
}

Node parse_toml(std::string_view text, const std::string& label) {
    if (const std::size_t line = line_too_deep(text))
        throw Error(fmt::format("{}:{}: a key of more than {} names is nested too deep", label, line, deepest_key));
    try {
        const toml::table table = toml::parse(text);
        return convert(table, split(text, '\n'));
    } catch (const toml::parse_error& error) {
        std::string reason = printable(valid_utf8(error.description()));
        std::replace(reason.begin(), reason.end(), '\n', ' ');
        throw Error(fmt::format("{}:{}:{}: {}", label, error.source().begin.line, error.source().begin.column, reason));
    }
}

Node read_toml(const std::filesystem::path& path) {
    constexpr std::size_t largest = 64 << 20;  // Its tree takes many times as much memory.
    const auto text = read_file(path, largest);
    if (!text) throw Error(fmt::format("{}: this file cannot be read", label_of(path)));
    return parse_toml(*text, label_of(path));
}

std::string label_of(const std::filesystem::path& path) {
    std::error_code error;
    const auto here = std::filesystem::current_path(error);
    if (error || path.is_relative()) return printable(path.lexically_normal().string());
    const std::string relative = path.lexically_relative(here).string();
    return printable(relative.empty() || relative.starts_with("..") ? path.lexically_normal().string() : relative);
}

std::string kind_name(Node::Kind kind) {
    switch (kind) {
        case Node::Kind::table: return "a table";
        case Node::Kind::array: return "a list";
        case Node::Kind::string: return "a string";
        case Node::Kind::integer: return "a whole number";
        case Node::Kind::floating: return "a number";
        case Node::Kind::boolean: return "true or false";
        case Node::Kind::date: return "a date";
    }
    return {};
}

}  // namespace testskew::profile
