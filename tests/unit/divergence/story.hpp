#pragma once
#include <string>
#include <vector>

#include "model/recording.hpp"

/// Writes traces as the probe would.
class Story {
public:
    explicit Story(const std::string& test) { trace_.test = test; }

    int text(const std::string& text) {
        return trace_.texts.push_back(text), static_cast<int>(trace_.texts.size()) - 1;
    }
    int statement(int line, const std::string& source, const std::string& kind, const std::string& expression,
                  std::vector<std::string> reads, const std::string& asks = "") {
        trace_.statements.push_back({line, source, source + "|1", expression, asks, kind, std::move(reads)});
        return static_cast<int>(trace_.statements.size()) - 1;
    }
    int call(const std::string& path, const std::string& function, int line, int parent, int caller,
             const std::vector<std::pair<std::string, std::string>>& arguments = {}) {
        trace_.codes.push_back({path, function, line});
        add({0, nodes_, parent, caller, static_cast<int>(trace_.codes.size()) - 1, static_cast<int>(arguments.size())});
        for (const auto& [name, value] : arguments) add({text(name), text(value)});
        return nodes_++;
    }
    void enter(int node, int head, const std::string& word) { add({1, node, head, text(word)}); }
    void local(int node, int statement, const std::string& name, const std::string& value) {
        add({2, node, statement, text(name), text(value)});
    }
    void returned(int node, int statement, const std::string& value) { add({3, node, statement, text(value)}); }
    void raised(int node, int statement, const std::string& type) { add({5, node, statement, text(type)}); }
    void cut(int node) { add({6, node, -1}); }
    testskew::Trace take() { return std::move(trace_); }

private:
    void add(const std::vector<int>& numbers) {
        trace_.events.insert(trace_.events.end(), numbers.begin(), numbers.end());
    }
    testskew::Trace trace_;
    int nodes_ = 0;
};

inline testskew::Recording recording_of(std::vector<testskew::Trace> traces) {
    testskew::Recording recording;
    recording.traces = std::move(traces);
    return recording;
}
