// This is the only file that includes yaml-cpp.
#include "ci/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <sstream>
#include <unordered_map>

#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

constexpr size_t most_nodes = 200'000, most_levels = 100, most_bytes = 4'000'000;

size_t count_nodes(const Yaml& node) {
    size_t count = 1;
    for (const auto& item : node.items) count += count_nodes(item);
    for (const auto& member : node.members) count += count_nodes(member.value);
    return count;
}

/// Makes a tree of what yaml-cpp reads. yaml-cpp's own tree shares what an alias names, so that a bomb is small there
/// and grows only where somebody walks it; here it is counted while it grows.
class Builder : public YAML::EventHandler {
public:
    Builder(const std::string& text, std::string label, const YamlRules& rules)
        : text_(text),
          label_(std::move(label)),
          label_of_nodes_(std::make_shared<const std::string>(label_)),
          rules_(rules) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(scalar(mark, "", false, Yaml::Kind::null), anchor, mark);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) fail(mark, "this alias names nothing that is complete here");
        nodes_ += found->second.second;
        check_size(mark);
        Yaml copy = found->second.first;
        add(std::move(copy), YAML::NullAnchor, mark);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        Yaml node = scalar(mark, value, tag != "?", Yaml::Kind::scalar);
        if (tag != "?" && tag != "!") node.tag = tag;
        const size_t place = static_cast<size_t>(mark.pos);
        if (node.quoted && place < text_.size() && (text_[place] == '|' || text_[place] == '>')) {
            node.literal = text_[place] == '|';
            if (node.literal) ++node.line;
        }
        add(std::move(node), anchor, mark);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, Yaml::Kind::list);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, Yaml::Kind::map);
    }
    void OnMapEnd() override { close(); }

    Yaml root;

private:
    struct Open {
        Yaml node;
        YAML::anchor_t anchor;
        bool has_key = false;
        std::string key;
        int key_line = 0;
        std::unordered_map<std::string, size_t> places = {};  ///< of the keys among the members
    };

    Yaml scalar(const YAML::Mark& mark, const std::string& value, bool quoted, Yaml::Kind kind) const {
        Yaml node;
        node.kind = kind;
        node.text = value;
        node.quoted = quoted;
        node.line = mark.line + 1;
        node.file = label_of_nodes_;
        return node;
    }

    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Yaml::Kind kind) {
        if (open_.size() >= most_levels) fail(mark, fmt::format("nested deeper than {} levels", most_levels));
        Open level{scalar(mark, "", false, kind), anchor, false, "", 0};
        if (tag.size() > 1) level.node.tag = tag;
        open_.push_back(std::move(level));
    }

    void close() {
        Open level = std::move(open_.back());
        open_.pop_back();
        YAML::Mark mark;
        mark.line = level.node.line - 1;
        add(std::move(level.node), level.anchor, mark);
    }

    void add(Yaml node, YAML::anchor_t anchor, const YAML::Mark& mark) {
        ++nodes_;
        check_size(mark);
        if (anchor != YAML::NullAnchor) anchors_[anchor] = {node, count_nodes(node)};
        if (open_.empty()) {
            root = std::move(node);
            return;
        }
        Open& level = open_.back();
        if (level.node.is(Yaml::Kind::list)) {
            level.node.items.push_back(std::move(node));
        } else if (!level.has_key) {
            level.has_key = true;
            level.key = node.text;
            level.key_line = node.line;
        } else {
            level.has_key = false;
            member(level, std::move(node), mark);
        }
    }

    void member(Open& level, Yaml node, const YAML::Mark& mark) {
        auto& members = level.node.members;
        const auto set = [&](const std::string& name, Yaml value, int line, bool replace) {
            const auto [place, added] = level.places.emplace(name, members.size());
            if (added)
                members.push_back({name, std::move(value), line});
            else if (replace)
                members[place->second] = {name, std::move(value), line};
        };
        if (rules_.merge_keys && level.key == "<<") {  // its own keys win, wherever they stand
            std::vector<Yaml> from = node.is(Yaml::Kind::list) ? node.items : std::vector<Yaml>{node};
            for (auto& one : from)
                for (auto& taken : one.members) set(taken.name, taken.value, taken.line, false);
            return;
        }
        const std::string name = level.key;
        const int line = level.key_line;
        if (level.places.count(name) && !rules_.duplicate_keys)
            fail(mark, fmt::format("the key \"{}\" stands twice in one table", printable(name)));
        set(name, std::move(node), line, true);
    }

    void check_size(const YAML::Mark& mark) const {
        if (nodes_ > most_nodes)
            fail(mark, fmt::format("more than {} values after its aliases are followed", most_nodes));
    }

    [[noreturn]] void fail(const YAML::Mark& mark, const std::string& reason) const {
        throw Error(fmt::format("{}:{}:{}: {}", label_, mark.line + 1, mark.column + 1, reason));
    }

    const std::string& text_;
    std::string label_;
    std::shared_ptr<const std::string> label_of_nodes_;
    YamlRules rules_;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, std::pair<Yaml, size_t>> anchors_;
    size_t nodes_ = 0;
};

bool is_integer(std::string_view text) {
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    return !text.empty() && text.size() < 16 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_number(const std::string& text) {
    if (text.empty() || text.find_first_not_of("0123456789.+-eE") != std::string::npos) return false;
    if (text.find_first_of("0123456789") == std::string::npos) return false;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    return end && *end == 0 && std::isfinite(value);
}

}  // namespace

const Yaml* Yaml::find(std::string_view key) const {
    for (const auto& member : members)
        if (member.name == key) return &member.value;
    return nullptr;
}

const Yaml* Yaml::find(std::initializer_list<std::string_view> keys) const {
    const Yaml* node = this;
    for (const auto key : keys) {
        node = node->find(key);
        if (!node) return nullptr;
    }
    return node;
}

std::vector<std::string> Yaml::strings() const {
    if (kind == Kind::scalar) return {text};
    std::vector<std::string> result;
    for (const auto& item : items)
        if (item.is(Kind::scalar)) result.push_back(item.text);
    return result;
}

Yaml parse_yaml(const std::string& text, const std::string& label, const YamlRules& rules) {
    if (text.size() > most_bytes)
        throw Error(fmt::format("{}: this file has more than {} MB and is not read", label, most_bytes / 1'000'000));
    Builder builder(text, label, rules);
    std::istringstream stream(text);
    try {
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
    } catch (const YAML::Exception& error) {
        const std::string tab =
            text.find('\t') != std::string::npos ? " (YAML is indented with blanks, never tabs)" : "";
        throw Error(fmt::format("{}:{}:{}: {}{}", label, error.mark.line + 1, error.mark.column + 1,
                                printable(valid_utf8(error.msg)), tab));
    }
    return std::move(builder.root);
}

std::string plain_value(const Yaml& scalar) {
    if (!scalar.is(Yaml::Kind::scalar) || scalar.quoted) return scalar.text;
    const std::string low = lower(scalar.text);
    if (low == "true" || low == "false") return low;
    if (is_integer(scalar.text)) return std::to_string(std::stoll(scalar.text));
    if (is_number(scalar.text)) return fmt::format("{:.15g}", std::strtod(scalar.text.c_str(), nullptr));
    return scalar.text;
}

}  // namespace testskew::ci
