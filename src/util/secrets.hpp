#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace testskew {

/// Whether a variable of that name holds a secret, by its name: API_KEY, GITHUB_TOKEN, db_password, STRIPE_KEY, ...
bool secret_name(std::string_view name);

/// The values of options with secret names, by option: `--api-token=x` and `--api-token x`.
std::map<std::string, std::string> secret_options(const std::vector<std::string>& argv);

/// What must not be shown: the values of variables whose names look secret, and whatever has the form of a secret. It
/// is made where the sides of a run are prepared, and handed to everything that writes for people or to a file.
class Secrets {
public:
    /// Knows no values, so that only what has the form of a secret is hidden.
    Secrets() = default;
    /// Also hides the values of these variables, as add() does.
    explicit Secrets(const std::map<std::string, std::string>& variables) { add(variables); }

    /// Remembers the values of those variables whose names look secret, each line of those of several lines, and the
    /// passwords of URLs in any variable, also as strings of Python and JSON and as URLs write them. Of values shorter
    /// than eight characters only those with letters and digits count, and only as whole words, because hiding "test"
    /// everywhere would make the report useless.
    void add(const std::map<std::string, std::string>& variables);

    /// `text` without secrets: remembered values wherever they stand, also where "..." cuts them, what is assigned to a
    /// secret name (`PASSWORD=x`, `'token': 'x'`, `?api_key=x`, `--api-token=x`), credentials in URLs, cut ones too,
    /// Authorization headers and tokens of a well-known form. What is hidden becomes "***".
    std::string hide(std::string text) const;

    /// Whether hide() would change the text.
    bool are_in(const std::string& text) const { return hide(text) != text; }

private:
    std::vector<std::string> values_;  ///< the longest first, because one secret may contain another
};

}  // namespace testskew
