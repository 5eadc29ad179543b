#include "divergence/walk.hpp"

#include <algorithm>

namespace testskew::divergence {
namespace {

constexpr std::size_t most_differences = 20000, window = 60, most_skipped = 500;
constexpr int deepest_call = 2000;

/// Walks over two trees side by side. If it has a mask, it fills that as well.
class Walk {
public:
    Walk(const Tree& bad, const Tree& good, Names& names, Mask* mask)
        : bad_(bad), good_(good), names_(names), mask_(mask) {}

    std::vector<Difference> run() {
        calls(0, 0, 0);
        return std::move(found_);
    }

private:
    const Node& bad_node(int n) const { return bad_.nodes[static_cast<std::size_t>(n)]; }
    const Node& good_node(int n) const { return good_.nodes[static_cast<std::size_t>(n)]; }

    void note(Difference difference) {
        if (mask_) {
            if (difference.bad_slot >= 0) mask_->insert(difference.bad_slot);
            if (difference.good_slot >= 0) mask_->insert(difference.good_slot);
        }
        if (found_.size() < most_differences) found_.push_back(difference);
    }

    /// Compares two calls of the same function.
    void calls(int b, int g, int depth) {
        if (depth > deepest_call || found_.size() >= most_differences) return;
        arguments(b, g);
        const auto& left = bad_node(b).tokens;
        const auto& right = good_node(g).tokens;
        std::size_t i = 0, j = 0;
        while (i < left.size() && j < right.size()) {
            if (left[i].kind == Token::Kind::cut || right[j].kind == Token::Kind::cut) return results(b, g);
            if (left[i].key == right[j].key) {
                matched(b, g, i++, j++, depth);
                continue;
            }
            const auto [a, c] = resume(left, right, i, j);
            flow(b, g, static_cast<int>(i), static_cast<int>(j), kept(left, i, a, right, j, c));
            skip(left, i, a);
            skip(right, j, c);
            i = a;
            j = c;
        }
        if (i < left.size() && left[i].kind != Token::Kind::cut)
            ends(b, g, true, i);
        else if (j < right.size() && right[j].kind != Token::Kind::cut)
            ends(b, g, false, j);
    }

    /// Handles the case that only one side goes on, from its token `at`.
    void ends(int b, int g, bool bad, std::size_t at) {
        flow(b, g, bad ? static_cast<int>(at) : -1, bad ? -1 : static_cast<int>(at));
        const auto& tokens = (bad ? bad_node(b) : good_node(g)).tokens;
        skip(tokens, at, tokens.size());
    }

    /// Handles the case that both sides did the same thing, perhaps with different values.
    void matched(int b, int g, std::size_t i, std::size_t j, int depth) {
        const Token& left = bad_node(b).tokens[i];
        const Token& right = good_node(g).tokens[j];
        if (left.kind == Token::Kind::call) return calls(left.child, right.child, depth + 1);
        if (names_.alike(left.value, right.value)) return;
        note({Difference::Kind::value, b, g, static_cast<int>(i), static_cast<int>(j), left.name, left.value,
              right.value, left.slot, right.slot, false});
    }

    void arguments(int b, int g) {
        const Node &left = bad_node(b), &right = good_node(g);
        for (const auto& [name, value] : left.arguments)
            for (const auto& [other, second] : right.arguments) {
                if (name != other || names_.alike(value, second)) continue;
                const int slot = names_.of("A|" + names_.text(left.function) + "|" + names_.text(name));
                note({Difference::Kind::argument, b, g, -1, -1, name, value, second, slot, slot, false});
            }
    }

    /// Notes that the two sides did different things.
    void flow(int b, int g, int i, int j, bool without_effect = false) {
        Difference difference{Difference::Kind::flow, b, g, i, j, -1, -1, -1, -1, -1, without_effect};
        if (i >= 0) difference.bad_slot = bad_node(b).tokens[static_cast<std::size_t>(i)].slot;
        if (j >= 0) difference.good_slot = good_node(g).tokens[static_cast<std::size_t>(j)].slot;
        note(difference);
    }

    /// The next positions at which both sides do the same thing, with the fewest tokens skipped on both sides together.
    /// If there are none, the ends of both.
    static std::pair<std::size_t, std::size_t> resume(const std::vector<Token>& left, const std::vector<Token>& right,
                                                      std::size_t i, std::size_t j) {
        for (std::size_t skipped = 1; skipped < 2 * window; ++skipped)
            for (std::size_t a = 0; a <= skipped; ++a) {
                const std::size_t c = skipped - a;
                if (a > window || c > window || i + a >= left.size() || j + c >= right.size()) continue;
                if (left[i + a].key == right[j + c].key) return {i + a, j + c};
            }
        return {left.size(), right.size()};
    }

    /// True if one side made calls that the other did not need, and the statement gave the same on both sides. A cache
    /// that an earlier test filled has this effect.
    bool kept(const std::vector<Token>& left, std::size_t i, std::size_t a, const std::vector<Token>& right,
              std::size_t j, std::size_t c) {
        if (a >= left.size() || c >= right.size() || !names_.alike(left[a].value, right[c].value)) return false;
        if (left[a].kind != Token::Kind::local && left[a].kind != Token::Kind::returned &&
            left[a].kind != Token::Kind::yielded)
            return false;
        const auto only_calls = [](const std::vector<Token>& tokens, std::size_t from, std::size_t to) {
            return std::all_of(tokens.begin() + static_cast<std::ptrdiff_t>(from),
                               tokens.begin() + static_cast<std::ptrdiff_t>(to), [&](const Token& token) {
                                   return token.kind == Token::Kind::call && token.statement == tokens[to].statement;
                               });
        };
        return only_calls(left, i, a) && only_calls(right, j, c);
    }

    /// Adds to the mask what only one side did.
    void skip(const std::vector<Token>& tokens, std::size_t from, std::size_t to) {
        if (!mask_) return;
        for (std::size_t i = from; i < std::min(to, from + most_skipped); ++i) mask_->insert(tokens[i].slot);
    }

    /// Compares only what two calls returned. This is for calls that were too long to be kept whole.
    void results(int b, int g) {
        const auto &left = bad_node(b).tokens, &right = good_node(g).tokens;
        if (left.empty() || right.empty() || left.back().kind != Token::Kind::returned ||
            right.back().kind != Token::Kind::returned)
            return;
        if (!names_.alike(left.back().value, right.back().value))
            note({Difference::Kind::value, b, g, static_cast<int>(left.size()) - 1, static_cast<int>(right.size()) - 1,
                  -1, left.back().value, right.back().value, left.back().slot, right.back().slot, false});
    }

    const Tree &bad_, &good_;
    Names& names_;
    Mask* mask_;
    std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> differences(const Tree& bad, const Tree& good, Names& names) {
    return Walk(bad, good, names, nullptr).run();
}

void add_to(Mask& mask, const Tree& bad, const Tree& good, Names& names) { Walk(bad, good, names, &mask).run(); }

}  // namespace testskew::divergence
