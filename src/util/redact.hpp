#pragma once
#include <map>
#include <string>
#include <string_view>

namespace testskew {

/// Whether a variable of that name holds a secret, by its name: API_KEY, GITHUB_TOKEN, db_password, ...
bool secret_name(std::string_view name);

/// Makes redact() hide the values of those variables whose names look secret, wherever they stand. Values shorter than
/// eight characters are left alone: hiding "test" everywhere would hide the report. Thread-safe; call it before
/// anything is stored.
void remember_secrets(const std::map<std::string, std::string>& environ);

/// `text` without secrets: remembered values, what is assigned to a secret name (`PASSWORD=x`, `'token': 'x'`,
/// `?api_key=x`), credentials in URLs, Authorization headers and tokens of a well-known form. What is hidden becomes
/// "***".
std::string redact(std::string text);

}  // namespace testskew
