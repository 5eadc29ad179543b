#include "explain/notes.hpp"

#include <algorithm>
#include <cctype>

#include "embedded/atlas.hpp"
#include "explain/unpack.hpp"
#include "util/release.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

std::vector<std::string> list(const std::string& text) {
    std::vector<std::string> result;
    for (auto& item : split(text, '\x1e'))
        if (!item.empty()) result.push_back(std::move(item));
    return result;
}

/// True if `wanted`, a type that a note names, stands for `type`. "TypeError" without a module stands for
/// "builtins.TypeError" as well as for "pkg.errors.TypeError".
bool same_type(const std::string& wanted, const std::string& type) {
    return type == wanted ||
           (wanted.find('.') == std::string::npos && type.size() > wanted.size() && type.ends_with("." + wanted));
}

std::string normalised(std::string_view name) {
    std::string result = lower(name);
    std::replace_if(result.begin(), result.end(), [](char c) { return c == '_' || c == '.'; }, '-');
    return result;
}

/// True if the text has a name that begins with a capital, then a dot, then a name in capitals, such as Colour.RED.
bool has_member(std::string_view text) {
    const auto is = [](char c, auto test) { return test(static_cast<unsigned char>(c)) != 0; };
    const auto in_name = [&](char c) { return is(c, [](int x) { return std::isalnum(x); }) || c == '_'; };
    for (std::size_t dot = text.find('.'); dot != text.npos; dot = text.find('.', dot + 1)) {
        std::size_t begin = dot, end = dot + 1;
        while (begin > 0 && in_name(text[begin - 1])) --begin;
        while (end < text.size() && in_name(text[end])) ++end;
        const auto member = text.substr(dot + 1, end - dot - 1);
        const bool capitals = member.size() > 1 && std::none_of(member.begin(), member.end(), [&](char c) {
                                  return is(c, [](int x) { return std::islower(x); });
                              });
        if (begin < dot && capitals &&
            is(
                text[begin], [](int x) { return std::isupper(x); }) &&
            is(member[0], [](int x) { return std::isupper(x); }))
            return true;
    }
    return false;
}

bool says(const Symptom& symptom, const std::string& part) {
    return part == member_pattern ? has_member(symptom.messages) : symptom.messages.find(part) != std::string::npos;
}

}  // namespace

const std::vector<Note>& notes() {
    static const std::vector<Note> all = read_notes(unpack(embedded::notes()));
    return all;
}

std::vector<Note> read_notes(std::string_view text) {
    std::vector<Note> result;
    for (const auto& line : split(text, '\n')) {
        const auto fields = split(line, '\x1f');
        if (fields.size() < 11) continue;  // cmake/pack/notes.cpp writes them in this order
        result.push_back({fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7],
                          list(fields[8]), list(fields[9]), list(fields[10])});
    }
    return result;
}

bool matches(const Note& note, const Symptom& symptom, const Versions& versions) {
    if (note.message.empty() && note.code.empty()) return false;
    if (symptom.silent && (note.types.empty() || note.code.empty())) return false;
    if (note.kind == "python" ? !versions.package.empty() : normalised(note.package) != normalised(versions.package))
        return false;
    if (versions.bad.empty() || versions.good.empty()) return false;
    // For Python, 3.13.0rc1 counts as 3.13, because all of its pre-releases have the new behaviour.
    const auto reached = [&](const std::string& version, const std::string& bound) {
        return note.kind == "package" ? compare_versions(version, bound) >= 0
                                      : release_numbers(version) >= release_numbers(bound);
    };
    const auto is_new = [&](const std::string& version) {
        return reached(version, note.since) && (note.until.empty() || !reached(version, note.until));
    };
    if (is_new(versions.bad) == is_new(versions.good)) return false;
    const auto any = [](const std::vector<std::string>& wanted, const auto& test) {
        return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), test);
    };
    return any(note.types,
               [&](const std::string& type) {
                   return std::any_of(symptom.types.begin(), symptom.types.end(),
                                      [&](const auto& t) { return same_type(type, t); });
               }) &&
           (symptom.silent || any(note.message, [&](const std::string& part) { return says(symptom, part); })) &&
           any(note.code, [&](const std::string& part) {
               return std::any_of(symptom.sources.begin(), symptom.sources.end(),
                                  [&](const auto& line) { return line.find(part) != std::string::npos; });
           });
}

}  // namespace testskew::explain
