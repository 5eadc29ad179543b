#include "repro/secret_files.hpp"

#include <algorithm>
#include <set>

#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::repro {
namespace {

constexpr std::size_t shortest = 8;  // as in the class Secrets: a shorter text is in every other file

}  // namespace

bool named_as_secret(const std::string& path) {
    static const std::set<std::string> names = {".env",   ".envrc",  ".netrc",    ".pypirc",
                                                ".npmrc", ".pgpass", ".htpasswd", ".git-credentials"};
    const std::string name = lower(path.substr(path.rfind('/') + 1));
    if (names.count(name) || name.find("credentials") != std::string::npos) return true;
    for (const char* start : {".env.", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "secrets."})
        if (name.starts_with(start)) return true;
    for (const char* end : {".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".env"})
        if (name.ends_with(end)) return true;
    return false;
}

std::vector<std::string> texts_of_secrets(const std::vector<std::string>& values) {
    std::vector<std::string> texts;
    for (const std::string& value : values)
        for (const std::string& line : split(value, '\n')) {
            const std::string text(trim(line));
            // "-----BEGIN PRIVATE KEY-----" stands in tests of keys as well.
            if (text.size() >= shortest && !text.starts_with("-----")) append_once(texts, text);
        }
    return texts;
}

}  // namespace testskew::repro
