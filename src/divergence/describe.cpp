#include "divergence/describe.hpp"

#include <algorithm>

#include "divergence/branch.hpp"
#include "divergence/shown_values.hpp"

namespace testskew::divergence {
namespace {

using Kind = Token::Kind;

/// The statement that defines a function.
const Trace::Statement* definition_of(const Tree& tree, int node) {
    const Trace::Code* code = tree.code(node);
    if (!code) return nullptr;
    const std::string begin = "def " + code->function.substr(code->function.rfind('.') + 1) + "(";
    for (const auto& statement : tree.trace->statements)
        if (statement.line == code->line && statement.source.find(begin) != std::string::npos) return &statement;
    return nullptr;
}

bool assigns(const Trace::Statement& statement) { return statement.kind == "Assign" || statement.kind == "AnnAssign"; }

/// The text of a statement, such as "x + 1", with the variables of the environment that it asks for.
std::string expression(const Trace::Statement& statement) {
    std::string text = statement.text.empty() ? statement.source : statement.text;
    if (statement.environ.empty() || text == statement.environ) return text;
    return text.find(statement.environ) != std::string::npos && text.size() <= 100 ? text : statement.environ;
}

/// Writes one Divergence. There is one function for each kind of difference.
class Description {
public:
    Description(const Place& place, const Names& names)
        : difference_(place.difference()), story_(*place.story), view_(viewpoint_of(place)), names_(names) {}

    Divergence write() {
        if (const Trace::Code* code = own_code()) place_at(*code);
        if (view_.statement) {
            result_.line = view_.statement->line;
            result_.source = view_.statement->source;
        }
        switch (difference_.kind) {
            case Difference::Kind::argument: argument(); break;
            case Difference::Kind::value: value(); break;
            case Difference::Kind::flow: flow(); break;
        }
        return std::move(result_);
    }

private:
    /// The code in which the difference happened; nullptr if that is the test as a whole.
    const Trace::Code* own_code() const { return view_.node > 0 ? view_.tree->code(view_.node) : nullptr; }

    void place_at(const Trace::Code& code) {
        result_.path = code.path;
        result_.line = code.line;
        result_.function = code.function;
    }

    /// True if the statement asks for a variable of the environment.
    bool secret() const { return view_.statement && !view_.statement->environ.empty(); }

    void argument() {
        const Trace::Code* callee = story_.bad.code(difference_.bad_node);
        const Trace::Statement* bad = definition_of(story_.bad, difference_.bad_node);
        const Trace::Statement* good = definition_of(story_.good, difference_.good_node);
        const bool redefined = bad && good && bad->source != good->source;  // an argument has another default there
        if (callee && (!own_code() || redefined)) place_at(*callee);
        if (redefined) result_.source = bad->source;
        result_.text = "the argument " + names_.text(difference_.name) + (callee ? " of " + callee->function : "");
        show_values(result_, names_.text(difference_.bad_value), names_.text(difference_.good_value), secret());
    }

    void value() {
        const Token& token = story_.bad.token(difference_.bad_node, difference_.bad_token);
        const std::string &bad = names_.text(difference_.bad_value), &good = names_.text(difference_.good_value);
        const Trace::Statement* statement = view_.statement;
        if (token.kind == Kind::raised) {
            result_.text = statement ? expression(*statement) : "";
            result_.bad = "raises " + bad;
            result_.good = "raises " + good;
            return;
        }
        if (token.kind == Kind::local && statement && !assigns(*statement)) {
            result_.text = names_.text(difference_.name);
            if (secret()) result_.text += ", by " + statement->environ;
        } else {
            result_.text = statement ? expression(*statement) : names_.text(std::max(difference_.name, 0));
        }
        show_values(result_, bad, good, secret());
    }

    /// Describes that the two sides did different things.
    void flow() {
        const Difference& d = difference_;
        result_.text = view_.statement ? expression(*view_.statement) : "";
        const Token& token = view_.tree->token(view_.node, view_.token);
        const Tree& other_tree = view_.bad ? story_.good : story_.bad;
        const int other_node = view_.bad ? d.good_node : d.bad_node,
                  other_token = view_.bad ? d.good_token : d.bad_token;
        const Branch branch = branch_of(view_.statement, token, names_);
        std::string own = branch_words(branch), other;
        if (branch.kind == Branch::Kind::none) {
            own = step_words(*view_.tree, view_.node, view_.token, names_);
            other = step_words(other_tree, other_node, other_token, names_);
        } else if (other_token >= 0 && token.kind == Kind::raised &&
                   other_tree.token(other_node, other_token).kind == Kind::raised) {
            other = branch_words(branch_of(nullptr, other_tree.token(other_node, other_token), names_));
        } else {
            other = branch_words(opposite_of(branch));
        }
        result_.bad = view_.bad ? own : other;
        result_.good = view_.bad ? other : own;
    }

    const Difference& difference_;
    const Story& story_;
    const Viewpoint view_;
    const Names& names_;
    Divergence result_;
};

}  // namespace

Divergence describe(const Place& place, const Names& names) { return Description(place, names).write(); }

}  // namespace testskew::divergence
