#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "util/text_budget.hpp"

namespace testskew::ci {

/// One line of a recipe.
struct MakeLine {
    std::string text;
    int line = 0;
    std::string condition;  ///< of `ifeq` and its relatives, if nobody knows it; it begins with those around it
};

/// A target of a Makefile.
struct MakeTarget {
    std::vector<MakeLine> needs, lines;
    std::map<std::string, std::string> variables;  ///< `target: NAME = VALUE`
};

/// A Makefile as far as it is plain. Variables are expanded when they are used.
class Makefile {
public:
    /// The value of a variable of the environ: "" if it is not set, nullopt if nobody knows it.
    using Lookup = std::function<std::optional<std::string>(const std::string&)>;

    /// `given` are the variables of the command line, `lookup` knows those of the environ.
    Makefile(const std::string& text, const std::map<std::string, std::string>& given, Lookup lookup);

    /// The target of a name, of the first rule without a name; nullptr if there is none.
    const MakeTarget* target(const std::string& name) const;
    /// A text of a target with its variables replaced. What is not known stays as $(NAME), and "$$" becomes "$".
    std::string expanded(const std::string& text, const std::string& name) const;
    /// The variables that are handed to the commands, in the order of their names.
    const std::set<std::string>& exported() const { return exported_; }

private:
    friend class MakefileReader;
    std::string replaced(const std::string& text, const std::string& name, int& budget, int depth) const;
    std::optional<std::string> written(const std::string& variable, const std::string& name) const;
    std::string automatic(char sign, const std::string& name) const;

    std::map<std::string, std::string> given_, variables_;
    std::set<std::string> weak_;  ///< those of ?=, which give way to the environ
    std::set<std::string> open_;  ///< those that are set under a condition that nobody knows
    std::set<std::string> exported_;
    std::map<std::string, MakeTarget> targets_;
    Lookup environ_;
    std::string first_;
    mutable TextBudget budget_{1'000'000, 16 * 1024 * 1024};  ///< what may be filled in, of the whole file
    bool includes_ = false;                                   ///< other files may set what this one does not
};

}  // namespace testskew::ci
