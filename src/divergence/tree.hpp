#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/recording.hpp"

/// Where two runs of a test part: pure comparison of what the project's code did in each, as calls with all that
/// happened in them.
namespace testskew::divergence {

/// Texts as numbers, the same for the same text in all trees that are compared.
class Names {
public:
    int of(std::string_view text);
    const std::string& text(int number) const { return *texts_.at(static_cast<std::size_t>(number)); }

private:
    std::unordered_map<std::string, int> numbers_;
    std::vector<const std::string*> texts_;
};

/// One thing that happened in a call.
struct Token {
    enum class Kind { call, enter, local, returned, yielded, raised, cut };
    Kind kind = Kind::cut;
    int key = 0;         ///< what it is; two runs go on alike while the keys agree
    int slot = 0;        ///< what it is and where: by this it is masked
    int name = -1;       ///< of a variable; the word of a block ("body", "orelse", "except")
    int value = -1;      ///< that it has; the type of what was raised
    int statement = -1;  ///< of the trace; of a block its head
    int child = -1;      ///< the call
};

/// One call of a function of the project; the first node stands for all of the test.
struct Node {
    int parent = -1, caller = -1;                ///< `caller`: the parent's statement
    int code = -1;                               ///< of the trace
    int function = 0;                            ///< path and name, as a number of Names
    std::vector<std::pair<int, int>> arguments;  ///< name, value
    std::vector<Token> tokens;
};

/// What one traced test did. Refers to the trace, which must outlive it.
struct Tree {
    const Trace* trace = nullptr;
    std::vector<Node> nodes;  ///< nodes[0] is the test itself
    const Trace::Statement* statement(int number) const;
    const Trace::Code* code(int node) const;
};

/// Reads the events of a trace. What is damaged in it is left out.
Tree tree(const Trace& trace, Names& names);

}  // namespace testskew::divergence
