#include "attribute/bisection.hpp"

#include <algorithm>
#include <cmath>

#include "attribute/random.hpp"

namespace testskew::attribute {

namespace {

/// How many sessions without a result a list may have, with no build failed, until only cuts are asked for.
constexpr int most_untold = 4;

}  // namespace

Bits Bisection::run() {
    while (rest_.size() > 1) {
        Part in = first_half();
        Answer answer = bisected(with(in));
        while (answer == Answer::nothing) {
            ++untold_;
            const auto other = other_part();
            if (!other) break;
            in = *other;
            answer = bisected(with(in));
        }
        if (answer == Answer::nothing) break;
        keep(in, answer);
    }
    return united(rest_, c_.question.deltas.size());
}

Bisection::Part Bisection::first_half() const {
    std::vector<double> until{0};  // the weight before each cut
    for (const Bits& atom : rest_) {
        double weight = 0;
        for (const int d : atom.members()) weight += weights_[static_cast<std::size_t>(d)];
        until.push_back(until.back() + weight);
    }
    std::size_t cut = 1;
    for (std::size_t i = 2; i < rest_.size(); ++i)
        if (std::abs(2 * until[i] - until.back()) < std::abs(2 * until[cut] - until.back()) - 1e-9) cut = i;
    Part in(rest_.size());
    std::fill_n(in.begin(), cut, true);
    return in;
}

void Bisection::keep(const Part& in, Answer answer) {
    const bool fails = answer == Answer::fails;
    if (!fails) low_ = with(in);
    std::vector<Bits> next;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
        if (in[i] == fails)
            next.push_back(rest_[i]);
        else if (!fails)
            passed_.push_back(rest_[i]);
    }
    rest_ = std::move(next);
}

Bits Bisection::with(const Part& in) const {
    Bits bad = low_;
    for (std::size_t i = 0; i < rest_.size(); ++i)
        if (in[i]) bad = answers_.hybrid(bad | rest_[i]);
    return bad;
}

Answer Bisection::bisected(const Bits& bad) {
    if (const auto answer = answers_.inferred(bad)) return *answer;
    return answers_.ask({{bad, Phase::search, "bisection: which of the differences brings the failure?"}}).front();
}

double Bisection::worth(const Part& in) const {
    const Bits bad = with(in);
    const auto answer = answers_.inferred(bad);
    if (answer == Answer::nothing || bad == low_ || (!answer && answers_.too_many_failed())) return 0;
    if (answer) return 2;
    const double part = static_cast<double>(std::count(in.begin(), in.end(), true)) / static_cast<double>(rest_.size());
    return part * (1 - part) * c_.builds.chance(bad);
}

std::optional<Bisection::Part> Bisection::other_part() const {
    std::optional<Part> best;
    double best_worth = 1e-6;
    const auto consider = [&](const Part& in) {
        const double now = worth(in);
        if (now > best_worth) best_worth = now, best = in;
    };
    const std::size_t middle = rest_.size() / 2;
    for (std::size_t step = 1; step < rest_.size(); step *= 2)
        for (const bool up : {true, false}) {
            const std::size_t cut = up ? middle + step : middle - step;
            if (cut == 0 || cut >= rest_.size()) continue;
            Part in(rest_.size());
            for (std::size_t i = 0; i < cut; ++i) in[i] = true;
            consider(in);
        }
    if (c_.builds.failed().empty() && untold_ > most_untold) return best;
    // The seed is the same in the next replay, which therefore considers the same parts and uses what is known of them
    // by then.
    Random random(c_.question.seed * 1019 + low_.hash() + rest_.size());
    for (int attempt = 0; attempt < 40; ++attempt) {
        const int eighths = 1 + random.below(7);
        Part in(rest_.size());
        for (std::size_t i = 0; i < rest_.size(); ++i) in[i] = random.below(8) < eighths;
        if (std::count(in.begin(), in.end(), true) < static_cast<long>(rest_.size())) consider(in);
    }
    return best;
}

}  // namespace testskew::attribute
