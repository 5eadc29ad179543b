#include "util/secrets.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "util/once.hpp"
#include "util/secret_spellings.hpp"
#include "util/text.hpp"

namespace testskew {
namespace {

constexpr std::string_view hidden = "***";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; }
bool is_upper_name(std::string_view name) {
    return std::none_of(name.begin(), name.end(), [](char c) { return std::islower(static_cast<unsigned char>(c)); });
}

constexpr std::size_t long_enough = 8;     ///< A value of this length is hidden wherever it stands.
constexpr std::size_t short_enough = 4;    ///< A shorter one is never hidden.
constexpr std::size_t shortest_piece = 6;  ///< A piece of a value that is hidden beside a cut.
constexpr std::size_t longest_piece = 200;
constexpr std::string_view cut = "...";

bool has_letter_and_digit(std::string_view text) {
    const auto has = [&](auto is) {
        return std::any_of(text.begin(), text.end(), [&](char c) { return is(static_cast<unsigned char>(c)) != 0; });
    };
    return has([](unsigned char c) { return std::isalpha(c); }) && has([](unsigned char c) { return std::isdigit(c); });
}

/// True if a value of a secret can be hidden in any text without making it useless.
bool can_be_hidden(std::string_view value) {
    return value.size() >= long_enough || (value.size() >= short_enough && has_letter_and_digit(value));
}

bool is_whole_word(const std::string& text, std::size_t at, std::size_t size) {
    return (at == 0 || !is_word(text[at - 1])) && (at + size >= text.size() || !is_word(text[at + size]));
}

/// True if a value is looked for as a whole word alone. "postgres" is a part of many names.
bool may_be_part_of_words(const std::string& value) {
    return value.size() < long_enough || (value.size() < 2 * long_enough && !has_letter_and_digit(value));
}

void hide_values(std::string& text, const std::vector<std::string>& values) {
    for (const auto& value : values) {
        for (std::size_t at = 0; (at = text.find(value, at)) != std::string::npos;) {
            if (may_be_part_of_words(value) && !is_whole_word(text, at, value.size())) {
                ++at;
                continue;
            }
            text.replace(at, value.size(), hidden);
            at += hidden.size();
        }
    }
}

/// The length of the longest beginning of `value` with which the first `end` characters of the text end.
std::size_t beginning_before(const std::string& text, std::size_t end, std::string_view value) {
    for (std::size_t size = std::min({value.size() - 1, end, longest_piece}); size >= shortest_piece; --size)
        if (std::string_view(text).substr(end - size, size) == value.substr(0, size)) return size;
    return 0;
}

/// The length of the longest end of `value` with which the text goes on at `start`.
std::size_t end_after(const std::string& text, std::size_t start, std::string_view value) {
    for (std::size_t size = std::min({value.size() - 1, text.size() - start, longest_piece}); size >= shortest_piece;
         --size)
        if (std::string_view(text).substr(start, size) == value.substr(value.size() - size)) return size;
    return 0;
}

/// Hides what "..." has left of a value, as pytest cuts long lines and long texts.
void hide_cut_values(std::string& text, const std::vector<std::string>& values) {
    for (std::size_t at = 0; (at = text.find(cut, at)) != std::string::npos; at += cut.size()) {
        if (const auto end = std::min(text.find_first_not_of('.', at), text.size()); end > at + cut.size() + 1) {
            at = end - cut.size();  // a row of dots, as pytest prints one for each test
            continue;
        }
        for (const auto& value : values) {
            if (value.size() < long_enough) continue;
            if (const auto size = end_after(text, at + cut.size(), value)) text.replace(at + cut.size(), size, hidden);
            if (const auto size = beginning_before(text, at, value)) {
                text.replace(at - size, size, hidden);
                at = at - size + hidden.size();
            }
        }
    }
}

/// True if a URL of which `rest` is the part behind "://" ends there only because it was cut, in its credentials: what
/// follows the colon is no port.
bool is_cut_in_credentials(std::string_view rest, std::string_view following) {
    if (!following.empty() && !rest.ends_with(cut) && !following.starts_with("\n...")) return false;
    if (rest.ends_with(cut)) rest.remove_suffix(cut.size());
    while (!rest.empty() && std::string_view(".,;:!)]}`").find(rest.back()) != std::string_view::npos)
        rest.remove_suffix(1);
    const auto colon = rest.find(':');
    if (rest.starts_with('[') || colon == std::string_view::npos || colon == 0) return false;
    const auto behind = rest.find_first_not_of("0123456789", colon + 1);
    return behind != std::string_view::npos && rest[behind] != '{';  // a port, or where one is put in
}

/// Hides the user and password in URLs: scheme://user:password@host.
void hide_url_credentials(std::string& text) {
    for (std::size_t at = 0; (at = text.find("://", at)) != std::string::npos;) {
        at += 3;
        const std::size_t end = std::min(text.find_first_of("/ \t\n\"'<>?#)", at), text.size());
        const std::size_t sign = text.rfind('@', end);
        const std::string_view whole(text);
        if (sign != std::string::npos && sign > at && sign < end)
            text.replace(at, sign - at, hidden);
        else if (is_cut_in_credentials(whole.substr(at, end - at), whole.substr(end)))
            text.replace(at, end - at - (whole.substr(at, end - at).ends_with(cut) ? cut.size() : 0), hidden);
    }
}

/// True for a password that everybody knows, as those of databases in CI are. To hide it everywhere would hide names of
/// packages and tests, and no secret.
bool is_common(std::string_view password) {
    static constexpr std::array<std::string_view, 12> words = {"postgres", "password", "postgresql",  "testing",
                                                               "changeme", "rabbitmq", "development", "localhost",
                                                               "mysql",    "example",  "default",     "secret"};
    return std::find(words.begin(), words.end(), password) != words.end();
}

/// The password in the first URL of a value; "" if there is none, or if it is the name of the user.
std::string password_of_url(const std::string& value) {
    const auto scheme = value.find("://");
    if (scheme == std::string::npos) return "";
    const auto begin = scheme + 3, end = std::min(value.find_first_of("/?#", begin), value.size());
    const auto sign = value.rfind('@', end), colon = value.find(':', begin);
    if (sign == std::string::npos || sign >= end || colon >= sign) return "";
    std::string password = value.substr(colon + 1, sign - colon - 1);
    return is_common(password) || password == value.substr(begin, colon - begin) ? "" : password;
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
    if (sign != '=' || space) return false;  // code, such as `token = read()`, stays
    start = at;
    end = std::min(text.find_first_of(" \t\n\"'&;,)", at), text.size());
    if (end <= start) return false;
    if (in_query || is_upper_name(name) || name.starts_with("--")) return true;
    // password=hunter2 of a connection string, but not f(token=read()).
    const std::string_view value = std::string_view(text).substr(start, end - start);
    return value.size() >= shortest_piece && has_letter_and_digit(value) &&
           value.find_first_of("([{.") == std::string_view::npos;
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

namespace {

/// True if a part of the name means a secret by itself, as "key" does not.
bool holds_word_of_secrets(std::string_view name) {
    static constexpr std::array<std::string_view, 14> words = {
        "token",       "secret",     "password",   "passwd",   "passphrase", "api_key",        "apikey",
        "private_key", "access_key", "credential", "auth_key", "api-key",    "encryption_key", "signing_key"};
    const std::string small = lower(name);
    for (const std::string_view end : {"_pwd", "_pw", "_pass", "_dsn", "_jwt"})
        if (small.size() > end.size() && small.ends_with(end)) return true;
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return small.find(word) != std::string::npos; });
}

}  // namespace

bool secret_name(std::string_view name) {
    if (name.size() < 3 || name.size() > 200) return false;
    const std::string small = lower(name);
    if (small == "authorization" || small == "pwd_hash") return false;
    // A variable; cache_key and the like are ordinary names of a program.
    if (is_upper_name(name) && name.size() > 4 && name.ends_with("_KEY")) return true;
    return holds_word_of_secrets(name);
}

std::map<std::string, std::string> secret_options(const std::vector<std::string>& argv) {
    std::map<std::string, std::string> found;
    for (std::size_t i = 0; i < argv.size(); ++i) {
        if (!argv[i].starts_with("--")) continue;
        const auto equals = argv[i].find('=');
        const std::string name = argv[i].substr(0, equals);
        const auto last = name.substr(name.rfind('-') + 1);
        const bool of_something = last == "file" || last == "dir" || last == "path" || last == "type" || last == "name";
        if (!secret_name(name) || of_something || name.find("tokeniz") != std::string::npos) continue;
        if (equals != std::string::npos)
            found[name] = argv[i].substr(equals + 1);
        else if (i + 1 < argv.size() && !argv[i + 1].starts_with("-"))
            found[name] = argv[i + 1];
    }
    return found;
}

void Secrets::add(const std::map<std::string, std::string>& variables) {
    const auto remember = [this](std::string_view given) {
        if (!can_be_hidden(given)) return;
        const std::string value(given);
        append_once(values_, value);
        for (auto& spelling : escaped_spellings(value)) append_once(values_, std::move(spelling));
    };
    for (const auto& [name, value] : variables) {
        remember(password_of_url(value));
        if (!secret_name(name)) continue;
        // SORT_KEY=created_at and PRIMARY_KEY=id are no secrets.
        const bool only_key = !holds_word_of_secrets(name);
        if (only_key && value.size() < 2 * long_enough && !has_letter_and_digit(value)) continue;
        remember(value);
        // Whoever shows a text of several lines indents them, or shows some of them.
        if (value.find('\n') == std::string::npos) continue;
        for (const auto& line : split(value, '\n'))
            if (const auto words = trim(line); !words.starts_with("-----")) remember(words);
    }
    std::sort(values_.begin(), values_.end(),
              [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
}

std::string Secrets::hide(std::string text) const {
    if (text.size() < 3) return text;
    hide_values(text, values_);
    if (!values_.empty()) hide_cut_values(text, values_);
    hide_url_credentials(text);
    hide_assigned(text);
    for (const std::string_view scheme : {"Bearer ", "bearer ", "Basic ", "basic "}) hide_after(text, scheme, 16, true);
    for (const std::string_view prefix :
         {"ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "pypi-AgE"})
        hide_after(text, prefix, 12, false);
    return text;
}

}  // namespace testskew
