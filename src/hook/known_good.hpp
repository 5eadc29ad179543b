#pragma once
#include <filesystem>
#include <string>
#include <vector>

/// The trees whose tests all passed, so that they need not run again.
namespace testskew::hook {

/// Something outside of the pushed tree on which the tests depended.
struct Condition {
    enum class Kind { file, folder, variable, variables };
    Kind kind = Kind::file;
    std::string name;   ///< a path, the name of a variable, or the pattern "DB_*" of several
    std::string value;  ///< what value_now() gave before the tests began
    bool operator==(const Condition&) const = default;
};

/// What a condition is now: of a file its size and time, of a folder the names in it, of a variable a digest of its
/// value, of several one of their names and values. "" for what is not there. `salt` keeps the digest of a short value
/// from being looked up elsewhere.
std::string value_now(Condition::Kind kind, const std::string& name, const std::string& salt);

/// What is known of one tree.
struct Good {
    std::string salt;
    std::vector<Condition> conditions;
    std::vector<std::string> checked;  ///< a line for each profile: "14 tests in ci (Python 3.11.7)"
    /// Notes what something is now, once. `salt` is made if there is none.
    void depends_on(Condition::Kind kind, const std::string& name);
    /// True if nothing of what the tests depended on has changed.
    bool still() const;
};

/// What a tree is looked up by. Everything that decides what is checked, and is no part of the tree.
struct GoodKey {
    std::string tree;                   ///< git's id of the tree
    std::string version;                ///< of testskew
    std::string project;                ///< the folder of the project in the tree
    std::string configuration;          ///< the text of the testskew.toml on disk, which counts where the tree has none
    std::vector<std::string> profiles;  ///< those of the command line
};

/// The folder of what is known, one file for each key. A file is whole or absent.
class KnownGood {
public:
    explicit KnownGood(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// True if this was good, and nothing has changed since.
    bool holds(const GoodKey& key) const;
    /// Remembers it, and forgets what was not used for 30 days. A cache that cannot be written costs time, nothing
    /// else.
    void remember(const GoodKey& key, const Good& good) const;
    /// How many are remembered.
    long count() const;

private:
    std::filesystem::path folder_;
};

}  // namespace testskew::hook
