#pragma once
#include <utility>
#include <vector>

#include "divergence/names.hpp"
#include "model/recording.hpp"

/// Finds where two runs of a test diverge. It compares only what the project's code did in each run, as a tree of calls
/// with everything that happened in them, and does no input or output.
namespace testskew::divergence {

/// One thing that happened in a call.
struct Token {
    enum class Kind { call, enter, local, returned, yielded, raised, cut };
    Kind kind = Kind::cut;
    int key = 0;         ///< a number for what happened; two runs are alike as long as their keys agree
    int slot = 0;        ///< a number for what happened and where; a mask holds slots
    int name = -1;       ///< the name of a variable, or the word of a block ("body", "orelse", "except")
    int value = -1;      ///< the value that it has, or the type of what was raised
    int statement = -1;  ///< the statement of the trace in which it happened; for a block its head
    int child = -1;      ///< for a call its node
};

/// One call of a function of the project. The first node is not a call but stands for the test itself.
struct Node {
    int parent = -1, caller = -1;                ///< `caller`: the statement of the parent that called
    int code = -1;                               ///< the number of its code in the trace
    int function = 0;                            ///< path and name as one text, by its number in Names
    std::vector<std::pair<int, int>> arguments;  ///< name, value
    std::vector<Token> tokens;
};

/// What one traced test did. The trace must outlive it.
struct Tree {
    const Trace* trace = nullptr;
    std::vector<Node> nodes;  ///< nodes[0] is the test itself
    /// A statement by its number; nullptr if the trace has no such statement.
    const Trace::Statement* statement(int number) const;
    /// The code of a node; nullptr if the trace does not name it.
    const Trace::Code* code(int node) const;
    const Token& token(int node, int token) const;
};

/// Reads the events of a trace, up to the first one that makes no sense.
Tree tree(const Trace& trace, Names& names);

}  // namespace testskew::divergence
