#include "util/secrets.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "util/text.hpp"

namespace testskew {
namespace {

constexpr std::string_view hidden = "***";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; }
bool is_upper_name(std::string_view name) {
    return std::none_of(name.begin(), name.end(), [](char c) { return std::islower(static_cast<unsigned char>(c)); });
}

void hide_values(std::string& text, const std::vector<std::string>& values) {
    for (const auto& value : values)
        for (std::size_t at = 0; (at = text.find(value, at)) != std::string::npos; at += hidden.size())
            text.replace(at, value.size(), hidden);
}

/// Hides the user and password in URLs: scheme://user:password@host.
void hide_url_credentials(std::string& text) {
    for (std::size_t at = 0; (at = text.find("://", at)) != std::string::npos;) {
        at += 3;
        const std::size_t end = std::min(text.find_first_of("/ \t\n\"'<>?#)", at), text.size());
        const std::size_t sign = text.rfind('@', end);
        if (sign == std::string::npos || sign < at || sign >= end || sign == at) continue;
        text.replace(at, sign - at, hidden);
    }
}

/// Finds where the value after a name begins and ends. Returns false if nothing is assigned to the name.
bool assigned_value(const std::string& text, std::size_t name_start, std::size_t name_end, std::size_t& start,
                    std::size_t& end) {
    std::size_t at = name_end;
    const bool quoted_name = at < text.size() && (text[at] == '\'' || text[at] == '"');
    if (quoted_name) ++at;
    if (at < text.size() && text[at] == ']') ++at;
    bool space = false;
    while (at < text.size() && text[at] == ' ') space = true, ++at;
    if (at >= text.size() || (text[at] != '=' && text[at] != ':')) return false;
    const char sign = text[at++];
    if (at < text.size() && text[at] == '=') return false;  // a comparison
    while (at < text.size() && text[at] == ' ') space = true, ++at;
    if (at < text.size() && (text[at] == 'b' || text[at] == 'f') && at + 1 < text.size() &&
        (text[at + 1] == '\'' || text[at + 1] == '"'))
        ++at;
    if (at < text.size() && (text[at] == '\'' || text[at] == '"')) {
        start = at + 1;
        end = text.find(text[at], start);
        if (end == std::string::npos) end = text.size();
        return end > start;
    }
    const std::string_view name(text.data() + name_start, name_end - name_start);
    const bool in_query = name_start > 0 && (text[name_start - 1] == '?' || text[name_start - 1] == '&');
    if (sign != '=' || space || !(in_query || is_upper_name(name)))
        return false;  // code, such as `token = read()`, stays
    start = at;
    end = std::min(text.find_first_of(" \t\n\"'&;,)", at), text.size());
    return end > start;
}

void hide_assigned(std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        if (!is_word(text[at])) {
            ++at;
            continue;
        }
        std::size_t name_end = at;
        while (name_end < text.size() && is_word(text[name_end])) ++name_end;
        std::size_t start = 0, end = 0;
        const bool sign_near =
            name_end < text.size() && std::string_view("=: '\"]").find(text[name_end]) != std::string_view::npos;
        if (sign_near && secret_name(std::string_view(text).substr(at, name_end - at)) &&
            assigned_value(text, at, name_end, start, end)) {
            text.replace(start, end - start, hidden);
            at = start + hidden.size();
        } else {
            at = name_end;
        }
    }
}

/// Hides what follows `prefix` up to the end of the token, if that has at least `least` characters.
void hide_after(std::string& text, std::string_view prefix, std::size_t least, bool keep_prefix) {
    for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) {
        if (!keep_prefix && at > 0 && is_word(text[at - 1])) {
            at += prefix.size();
            continue;
        }
        const std::size_t start = at + prefix.size();
        std::size_t end = start;
        while (end < text.size() &&
               (is_word(text[end]) || std::string_view("./+=~").find(text[end]) != std::string_view::npos))
            ++end;
        if (end - start >= least) text.replace(keep_prefix ? start : at, end - (keep_prefix ? start : at), hidden);
        at = start;
        if (at > text.size()) break;
    }
}

}  // namespace

bool secret_name(std::string_view name) {
    static constexpr std::array<std::string_view, 14> words = {
        "token",       "secret",     "password",   "passwd",   "passphrase", "api_key",        "apikey",
        "private_key", "access_key", "credential", "auth_key", "api-key",    "encryption_key", "signing_key"};
    if (name.size() < 3 || name.size() > 200) return false;
    const std::string small = lower(name);
    if (small == "authorization" || small == "pwd_hash") return false;
    if (small.size() > 4 && (small.ends_with("_pwd") || small.ends_with("_pass") || small.ends_with("_dsn")))
        return true;
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return small.find(word) != std::string::npos; });
}

void Secrets::add(const std::map<std::string, std::string>& variables) {
    for (const auto& [name, value] : variables)
        if (value.size() >= 8 && secret_name(name) && std::find(values_.begin(), values_.end(), value) == values_.end())
            values_.push_back(value);
    std::sort(values_.begin(), values_.end(),
              [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
}

std::string Secrets::hide(std::string text) const {
    if (text.size() < 3) return text;
    hide_values(text, values_);
    hide_url_credentials(text);
    hide_assigned(text);
    for (const std::string_view scheme : {"Bearer ", "bearer ", "Basic ", "basic "}) hide_after(text, scheme, 16, true);
    for (const std::string_view prefix :
         {"ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "pypi-AgE"})
        hide_after(text, prefix, 12, false);
    return text;
}

}  // namespace testskew
