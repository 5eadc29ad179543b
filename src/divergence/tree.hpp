#pragma once
#include <utility>
#include <vector>

#include "divergence/names.hpp"
#include "model/recording.hpp"

/// Where two runs of a test part. This is a pure comparison of what the project's code did in each of them, as a tree
/// of calls with everything that happened in them.
namespace testskew::divergence {

/// One thing that happened in a call.
struct Token {
    enum class Kind { call, enter, local, returned, yielded, raised, cut };
    Kind kind = Kind::cut;
    int key = 0;         ///< what happened; two runs go on alike while their keys agree
    int slot = 0;        ///< what happened and where: a mask holds slots
    int name = -1;       ///< the name of a variable, or the word of a block ("body", "orelse", "except")
    int value = -1;      ///< the value that it has, or the type of what was raised
    int statement = -1;  ///< the statement of the trace in which it happened; of a block its head
    int child = -1;      ///< of a call its node
};

/// One call of a function of the project. The first node is no call: it stands for the test itself.
struct Node {
    int parent = -1, caller = -1;                ///< `caller`: the statement of the parent that called
    int code = -1;                               ///< the number of its code in the trace
    int function = 0;                            ///< path and name, as a number of Names
    std::vector<std::pair<int, int>> arguments;  ///< name, value
    std::vector<Token> tokens;
};

/// What one traced test did. The trace must outlive it.
struct Tree {
    const Trace* trace = nullptr;
    std::vector<Node> nodes;  ///< nodes[0] is the test itself
    /// A statement by its number; nullptr if the trace has none such.
    const Trace::Statement* statement(int number) const;
    /// The code of a node; nullptr if the trace does not say it.
    const Trace::Code* code(int node) const;
    const Token& token(int node, int token) const;
};

/// Reads the events of a trace. What makes no sense in it is left out.
Tree tree(const Trace& trace, Names& names);

}  // namespace testskew::divergence
