#include "explain/atlas.hpp"

#include <algorithm>
#include <stdexcept>

#include "embedded/atlas.hpp"
#include "explain/unpack.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

int number(char digit) { return digit >= 'a' ? digit - 'a' + 10 : digit - '0'; }

/// The text of one version. A line holds the text of the first version and then each change, which begins with the
/// digit of its version.
std::string_view text_at(std::string_view texts, int version) {
    std::string_view found = texts.substr(0, texts.find('\t'));
    for (auto tab = texts.find('\t'); tab != std::string_view::npos;) {
        std::string_view rest = texts.substr(tab + 1);
        const auto end = rest.find('\t');
        if (number(rest.front()) > version) break;
        found = rest.substr(1, end == std::string_view::npos ? end : end - 1);
        tab = end == std::string_view::npos ? end : tab + 1 + end;
    }
    return found;
}

bool anywhere(std::string_view texts, std::string_view text) {
    for (const auto& part : split(texts, '\t'))
        if (part == text || (!part.empty() && std::string_view(part).substr(1) == text)) return true;
    return false;
}

bool is_special(std::string_view name) { return name.size() > 4 && name.starts_with("__") && name.ends_with("__"); }

/// The parts of a text such as "c!p~(a,b=)<Base,Other".
struct Parts {
    char kind = 'd';
    bool platform = false, deprecated = false;
    std::string_view signature = {}, bases = {};
};

Parts parts(std::string_view text) {
    Parts result{text.empty() ? 'd' : text.front()};
    std::size_t at = 1;
    for (; at < text.size() && (text[at] == 'p' || text[at] == '!'); ++at)
        (text[at] == 'p' ? result.platform : result.deprecated) = true;
    const auto open = text.find('(', at), close = text.find(')', at), less = text.find('<', at);
    if (open != std::string_view::npos && close != std::string_view::npos)
        result.signature = text.substr(at, close + 1 - at);
    if (less != std::string_view::npos) result.bases = text.substr(less + 1);
    return result;
}

// The atlas records these special methods of every class that has them. That any other special method is missing from
// the atlas says nothing.
constexpr std::string_view recorded[] = {"__class_getitem__", "__or__",     "__ror__",    "__ior__",
                                         "__enter__",         "__exit__",   "__aenter__", "__aexit__",
                                         "__reversed__",      "__fspath__", "__replace__"};

}  // namespace

const Atlas& Atlas::standard() {
    static const Atlas atlas(unpack(embedded::atlas()));
    return atlas;
}

Atlas::Atlas(std::string text) : text_(std::move(text)) {
    std::string_view rest = text_;
    const auto take = [&rest] {
        const auto end = rest.find('\n');
        std::string_view one = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        return one;
    };
    if (take() != "atlas 1") throw std::runtime_error("the atlas is of another form");
    versions_ = split(take(), ' ');
    while (rest.starts_with('#')) backports_.push_back(parse_backport(take().substr(1)));
    lines_.reserve(static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '\n')));
    while (!rest.empty()) {
        const std::string_view one = take();
        const auto tab = one.find('\t');
        if (tab == std::string_view::npos || tab < 2) throw std::runtime_error("the atlas is damaged");
        std::size_t shared = 0;  // how many characters the name has in common with the one before
        if (const int count = number(one[0]); count > 0) {
            const std::string& before = lines_.back().name;
            for (int i = 0; i < count; ++i)
                shared =
                    before.find('.', shared) == std::string::npos ? before.size() + 1 : before.find('.', shared) + 1;
        }
        std::string name;
        name.reserve(shared + tab);
        if (shared) name.append(lines_.back().name, 0, shared - 1).append(".");
        lines_.push_back({std::move(name.append(one.substr(1, tab - 1))), one.substr(tab + 1)});
    }
}

std::string Atlas::minor(int version) const {
    const std::string& full = versions_.at(static_cast<std::size_t>(version));
    return full.substr(0, full.find('.', full.find('.') + 1));
}

std::optional<int> Atlas::find_version(std::string_view version) const {
    std::string wanted(version.substr(0, version.find('.') == std::string_view::npos
                                             ? version.size()
                                             : version.find_first_not_of("0123456789", version.find('.') + 1)));
    for (std::size_t i = 0; i < versions_.size(); ++i)
        if (minor(static_cast<int>(i)) == wanted) return static_cast<int>(i);
    return std::nullopt;
}

const Atlas::Line* Atlas::line(std::string_view name) const {
    const auto found = std::lower_bound(lines_.begin(), lines_.end(), name,
                                        [](const Line& one, std::string_view wanted) { return one.name < wanted; });
    return found == lines_.end() || found->name != name ? nullptr : &*found;
}

Atlas::Found Atlas::find(std::string_view name, int version, int depth) const {
    if (depth > 16 || name.empty()) return {};
    const Line* one = line(name);
    const std::string_view text = one ? text_at(one->texts, version) : std::string_view();
    if (text == "?") return {};
    if (!text.empty()) {
        const auto equals = text.find('=');
        const bool alias =
            text.front() == '=' || ((text.front() == 'm' || text.front() == 'M') && equals != std::string_view::npos);
        if (!alias) {
            const Parts p = parts(text);
            return {Known::yes, std::string(name), text, p.platform, p.deprecated};
        }
        std::string_view target = text.substr(equals + 1);
        const auto marks = target.find(' ');
        Found found = find(target.substr(0, marks), version, depth + 1);
        if (found.known != Known::yes)
            found = {Known::yes, std::string(name), text.front() == '=' ? "d" : "M", false,
                     false};  // the name exists, and nothing else is known of it
        if (marks != std::string_view::npos) {
            found.platform = found.platform || target.substr(marks).find('p') != std::string_view::npos;
            found.deprecated = found.deprecated || target.substr(marks).find('!') != std::string_view::npos;
        }
        found.deprecated = found.deprecated || text.substr(0, equals).find('!') != std::string_view::npos;
        return found;
    }
    if (one && anywhere(one->texts, "?")) return {};
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos) return {Known::no, {}, {}, false, false};
    return member(find(name.substr(0, dot), version, depth + 1), name.substr(dot + 1), version, depth);
}

/// Looks up a name that has no line of its own, by what is known of its owner.
Atlas::Found Atlas::member(const Found& owner, std::string_view last, int version, int depth) const {
    if (owner.known != Known::yes) return {owner.known, {}, {}, false, false};
    const std::string full = owner.name + "." + std::string(last);
    if (const Line* one = line(full); one && !text_at(one->texts, version).empty())
        return find(full, version, depth + 1);
    const Parts p = parts(owner.text);
    Found no{Known::no, {}, {}, false, false};
    const bool dunder = is_special(last);
    if (p.kind == 'm') {  // of the names that cmake/pack/atlas.cpp leaves out nothing is known
        const Line* module = line(last);
        const bool left_out =
            last.starts_with('_') || p.platform || (module && (module->texts[0] == 'm' || module->texts[0] == 'M'));
        return left_out && !line(full) ? Found() : no;
    }
    if (p.kind != 'c') return {};
    bool open = p.platform;
    for (const auto& base : split(p.bases, ',')) {
        if (base.empty()) continue;
        if (base == "builtins.BaseException" || base == "builtins.Exception")
            open = true;  // C code sets attributes on instances of its own exceptions
        Found found = member(find(base, version, depth + 1), last, version, depth + 1);
        if (found.known == Known::yes) return found;
        open = open || found.known == Known::unknown || find(base, version, depth + 1).known != Known::yes;
    }
    if (open || (dunder && std::find(std::begin(recorded), std::end(recorded), last) == std::end(recorded)) ||
        (last.starts_with('_') && !dunder))
        return {};
    return no;
}

Known Atlas::has(std::string_view name, int version) const { return find(name, version, 0).known; }

std::optional<AtlasEntry> Atlas::entry(std::string_view name, int version) const {
    const Found found = find(name, version, 0);
    if (found.known != Known::yes) return std::nullopt;
    const Parts p = parts(found.text);
    AtlasEntry result;
    result.name = found.name;
    result.kind = p.kind == 'M' ? 'm' : p.kind;
    result.platform = found.platform;
    result.deprecated = found.deprecated;
    if (!p.signature.empty()) result.signature = parse_signature(p.signature);
    for (auto& base : split(p.bases, ','))
        if (!base.empty()) result.bases.push_back(std::move(base));
    return result;
}

const Backport* Atlas::backport(std::string_view name, std::string_view parameter) const {
    const auto found = std::find_if(backports_.begin(), backports_.end(), [&](const Backport& one) {
        return one.name == name && one.parameter == parameter;
    });
    return found == backports_.end() ? nullptr : &*found;
}

std::vector<std::string> Atlas::names() const {
    std::vector<std::string> result;
    result.reserve(lines_.size());
    for (const auto& one : lines_) result.push_back(one.name);
    return result;
}

std::vector<std::string> Atlas::with_last_part(std::string_view last) const {
    std::vector<std::string> result;
    for (const auto& one : lines_)
        if (std::string_view name = one.name;
            name.size() > last.size() + 1 && name.ends_with(last) && name[name.size() - last.size() - 1] == '.')
            result.push_back(one.name);
    return result;
}

}  // namespace testskew::explain
