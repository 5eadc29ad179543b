#include "divergence/tree.hpp"

#include <string>
#include <utility>

namespace testskew::divergence {
namespace {

constexpr int most_arguments = 10'000, most_calls = 10'000'000;  // only a damaged recording has more

/// The numbers of a trace's events, one after the other; -1 after the last one.
class Reader {
public:
    explicit Reader(const std::vector<int>& events) : events_(events) {}
    bool more() const { return at_ < events_.size(); }
    int next() { return at_ < events_.size() ? events_[at_++] : -1; }

private:
    const std::vector<int>& events_;
    std::size_t at_ = 0;
};

class Builder {
public:
    Builder(const Trace& trace, Names& names) : trace_(trace), names_(names) {
        tree_.trace = &trace;
        tree_.nodes.emplace_back().function = names.of("");
    }

    Tree build() {
        Reader events(trace_.events);
        while (events.more() && event(events)) {
        }
        return std::move(tree_);
    }

private:
    enum Operation { call, enter, local, returned, yielded, raised, cut };

    /// Takes one event. Returns false if the event makes no sense; the events after it can then not be read either.
    bool event(Reader& events) {
        const int operation = events.next(), number = events.next();
        if (operation == call) return called(events, number);
        const int node = node_of(number), statement = events.next();
        const Node& in = tree_.nodes[static_cast<std::size_t>(node)];
        const std::string where = "|" + names_.text(in.function) + "|";
        Token token;
        token.statement = statement;
        switch (operation) {
            case enter: {
                token.kind = Token::Kind::enter;
                token.name = text(events.next());
                token.key = token.slot = names_.of("E" + where + key(statement) + "|" + names_.text(token.name));
                break;
            }
            case local: {
                token.kind = Token::Kind::local;
                token.name = text(events.next());
                token.value = text(events.next());
                token.key = names_.of("L" + where + names_.text(token.name));
                token.slot = names_.of("L" + where + names_.text(token.name) + "|" + key(statement));
                break;
            }
            case returned:
            case yielded: {
                token.kind = operation == returned ? Token::Kind::returned : Token::Kind::yielded;
                token.value = text(events.next());
                token.key = token.slot = names_.of((operation == returned ? "R" : "Y") + where);
                break;
            }
            case raised: {
                token.kind = Token::Kind::raised;
                token.value = text(events.next());
                token.key = names_.of("X" + where);
                token.slot = names_.of("X" + where + key(statement));
                break;
            }
            case cut: token.key = token.slot = names_.of("cut"); break;
            default: return false;
        }
        tree_.nodes[static_cast<std::size_t>(node)].tokens.push_back(token);
        return true;
    }

    /// Takes the beginning of a call.
    bool called(Reader& events, int number) {
        const int parent = node_of(events.next());
        Node node;
        node.parent = parent;
        node.caller = events.next();
        node.code = events.next();
        const int count = events.next();
        if (count < 0 || count > most_arguments) return false;
        for (int i = 0; i < count; ++i) {
            const int name = text(events.next());
            node.arguments.emplace_back(name, text(events.next()));
        }
        const bool known = node.code >= 0 && static_cast<std::size_t>(node.code) < trace_.codes.size();
        const Trace::Code code = known ? trace_.codes[static_cast<std::size_t>(node.code)] : Trace::Code{};
        const std::string function = code.path + ":" + code.function;
        node.function = names_.of(function);
        Token token;
        token.kind = Token::Kind::call;
        token.key = names_.of("C|" + function);
        token.slot = names_.of("C|" + function + "|" + key(node.caller));
        token.statement = node.caller;
        token.child = static_cast<int>(tree_.nodes.size());
        if (!number_call(number, token.child)) return false;
        tree_.nodes[static_cast<std::size_t>(parent)].tokens.push_back(token);
        tree_.nodes.push_back(std::move(node));
        return true;
    }

    bool number_call(int number, int node) {
        if (number > most_calls) return false;
        if (number < 0) return true;
        if (numbers_.size() <= static_cast<std::size_t>(number))
            numbers_.resize(static_cast<std::size_t>(number) + 1, 0);
        numbers_[static_cast<std::size_t>(number)] = node;
        return true;
    }

    /// The node of a call, or the test's own node if the call is not known.
    int node_of(int number) const {
        return number >= 0 && static_cast<std::size_t>(number) < numbers_.size()
                   ? numbers_[static_cast<std::size_t>(number)]
                   : 0;
    }
    int text(int number) {
        return names_.of(number >= 0 && static_cast<std::size_t>(number) < trace_.texts.size()
                             ? trace_.texts[static_cast<std::size_t>(number)]
                             : "");
    }
    std::string key(int statement) const {
        return statement >= 0 && static_cast<std::size_t>(statement) < trace_.statements.size()
                   ? trace_.statements[static_cast<std::size_t>(statement)].key
                   : "";
    }

    const Trace& trace_;
    Names& names_;
    Tree tree_;
    std::vector<int> numbers_;  ///< the number of a call in the events -> its node
};

}  // namespace

const Trace::Statement* Tree::statement(int number) const {
    return number >= 0 && static_cast<std::size_t>(number) < trace->statements.size()
               ? &trace->statements[static_cast<std::size_t>(number)]
               : nullptr;
}

const Token& Tree::token(int node, int token) const {
    return nodes.at(static_cast<std::size_t>(node)).tokens.at(static_cast<std::size_t>(token));
}

const Trace::Code* Tree::code(int node) const {
    const int number = nodes.at(static_cast<std::size_t>(node)).code;
    return number >= 0 && static_cast<std::size_t>(number) < trace->codes.size()
               ? &trace->codes[static_cast<std::size_t>(number)]
               : nullptr;
}

Tree tree(const Trace& trace, Names& names) { return Builder(trace, names).build(); }

}  // namespace testskew::divergence
