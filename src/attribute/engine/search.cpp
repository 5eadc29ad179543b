#include "attribute/engine/search.hpp"

#include <algorithm>

namespace testskew::attribute {

Bits united(const ElementSet& set, std::size_t size) {
    Bits result(size);
    for (const auto& element : set) result |= element;
    return result;
}

std::vector<ElementSet> hitting_sets(const std::vector<ElementSet>& sets) {
    std::vector<ElementSet> hits{{}};
    for (const auto& set : sets) {
        std::vector<ElementSet> grown;
        for (const auto& hit : hits) {
            const bool has = std::any_of(set.begin(), set.end(), [&](const Bits& e) { return std::find(hit.begin(), hit.end(), e) != hit.end(); });
            if (has) {
                grown.push_back(hit);
                continue;
            }
            for (const auto& element : set) {
                ElementSet larger = hit;
                larger.insert(std::upper_bound(larger.begin(), larger.end(), element), element);
                grown.push_back(std::move(larger));
            }
        }
        hits.clear();
        for (std::size_t i = 0; i < grown.size(); ++i) {
            bool minimal = true;
            for (std::size_t j = 0; j < grown.size() && minimal; ++j)
                if (i != j && std::includes(grown[i].begin(), grown[i].end(), grown[j].begin(), grown[j].end()))
                    minimal = grown[i].size() == grown[j].size() && i < j;
            if (minimal) hits.push_back(grown[i]);
        }
    }
    return hits;
}

int Story::predict(const Bits& bad) const {
    for (std::size_t i = 0; i < layers.size(); ++i)
        for (const auto& set : layers[i].sets)
            if (std::all_of(set.begin(), set.end(), [&](const Bits& element) { return element.subset_of(bad); })) return static_cast<int>(i) + 1;
    return 0;
}

bool Story::speaks_of(const Bits& bad) const {
    if (!factor_level) return true;
    for (const auto& layer : layers)
        for (const auto& set : layer.sets)
            for (const auto& element : set)
                if (element.intersects(bad) && !element.subset_of(bad)) return false;
    return true;
}

Bits Story::relevant(std::size_t size) const {
    Bits result(size);
    for (const auto& layer : layers)
        for (const auto& set : layer.sets) result |= united(set, size);
    return result;
}

int level_of(const Run& run, const Story& story) {
    switch (run.result) {
        case CellResult::F: return 1;
        case CellResult::P: return 0;
        case CellResult::U: return -2;
        case CellResult::X: break;
    }
    for (std::size_t i = 1; i < story.layers.size(); ++i)
        if (story.layers[i].identity == *run.identity) return static_cast<int>(i) + 1;
    return -1;
}

std::vector<Bits> atoms_of(const Question& question, const Needs& needs, const Bits& universe, bool factor_level) {
    struct Factor {
        Bits mask;
        double prior = 0;
        std::vector<int> deltas;
    };
    std::vector<std::string> names;
    std::vector<Factor> factors;
    for (const int d : universe.members()) {
        const auto& delta = question.deltas[static_cast<std::size_t>(d)];
        const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), delta.factor) - names.begin());
        if (at == names.size()) {
            names.push_back(delta.factor);
            factors.push_back({Bits(question.deltas.size()), 0, {}});
        }
        factors[at].mask.set(static_cast<std::size_t>(d));
        factors[at].prior += delta.prior;
        factors[at].deltas.push_back(d);
    }
    std::stable_sort(factors.begin(), factors.end(), [](const Factor& a, const Factor& b) { return a.prior > b.prior; });
    std::vector<Bits> groups;
    for (const auto& factor : factors) {
        if (factor_level) {
            groups.push_back(factor.mask);
            continue;
        }
        for (const int d : factor.deltas) {
            Bits one(question.deltas.size());
            one.set(static_cast<std::size_t>(d));
            groups.push_back(one);
        }
    }
    return needs.atoms(groups);
}

namespace {

enum class Answer { fails, not_so, nothing };

/// The search for the sets of one layer.
class LayerSearch {
public:
    LayerSearch(const SearchContext& context, const std::vector<Bits>& atoms, Layer& layer, Story& story)
        : c_(context), atoms_(atoms), layer_(layer), story_(story) {}

    void run() {
        std::vector<ElementSet> hits;
        Bits ceiling = layer_.ceiling;
        while (true) {
            infer_ = true;
            ElementSet set;
            if (!find_set(ceiling, set)) {
                // An inference was wrong (more bad deltas repaired something): once more, by direct results alone.
                infer_ = false;
                set.clear();
                if (!story_.many && !find_set(ceiling, set)) {
                    story_.inconsistent = !story_.many;
                    return;
                }
            }
            if (story_.many) return;
            make_minimal(set);
            layer_.sets.push_back(set);
            if (static_cast<int>(layer_.sets.size()) > c_.question.options.most_sets) {
                story_.many = true;
                return;
            }
            hits = hitting_sets(layer_.sets);
            if (hits.size() > 12) {
                story_.many = true;
                return;
            }
            const Bits* failing = check_hits(hits, ceiling);
            if (!failing) return;
        }
    }

private:
    /// The hybrid with these deltas bad that can be built, within this search's floor.
    Bits hybrid(const Bits& bad) const { return c_.needs.down(c_.floor | bad); }
    Bits without(const Bits& good) const { return layer_.ceiling - (c_.needs.up(good) - c_.floor); }

    Answer of(const Run& run) const {
        if (run.result == CellResult::U) return Answer::nothing;
        const bool same = layer_.identity.empty() ? run.result == CellResult::F : run.result == CellResult::X && *run.identity == layer_.identity;
        return same ? Answer::fails : Answer::not_so;
    }

    std::optional<Answer> known(const Bits& bad) const {
        if (const Run* run = c_.knowledge.find(bad, c_.alone)) return of(*run);
        return std::nullopt;
    }

    std::optional<Answer> inferred(const Bits& bad) const {
        if (auto direct = known(bad); direct && *direct != Answer::nothing) return direct;
        if (infer_)
            for (const auto& run : c_.knowledge.runs()) {
                if (run.alone != c_.alone || !run.bad.subset_of(layer_.ceiling)) continue;
                const Answer answer = of(run);
                if (answer == Answer::fails && run.bad.subset_of(bad)) return answer;
                if (answer == Answer::not_so && bad.subset_of(run.bad)) return answer;
            }
        return known(bad);
    }

    struct Ask {
        Bits bad;
        std::string phase, reason;
    };
    /// The direct results of all of these; wants what is missing, side by side.
    std::vector<Answer> ask(const std::vector<Ask>& asks) {
        std::vector<Answer> answers;
        for (const auto& one : asks) {
            const auto answer = known(one.bad);
            if (answer) answers.push_back(*answer);
            else c_.wanted.want(one.bad, one.phase, c_.alone, 0, 0, c_.question.clusters[static_cast<std::size_t>(c_.cluster)].id, one.reason);
        }
        if (answers.size() < asks.size()) throw Pending{};
        return answers;
    }

    Answer bisected(const Bits& bad) {
        if (const auto answer = inferred(bad)) return *answer;
        return ask({{bad, "search", "bisection: which of the differences brings the failure?"}}).front();
    }

    /// Nothing came of `bad` as it could not be built and nobody says why: asks for the session that tells most about the reason. Returns where there
    /// is nothing to be learned, or too much was tried already.
    void explain(const Bits& bad) {
        if (c_.builds.failures() > c_.question.options.failed_builds) return;
        const auto telling = c_.builds.telling(bad, c_.floor, c_.needs, Random(c_.question.seed * 1013 + c_.knowledge.runs().size()));
        if (telling) ask({{*telling, "search", "which differences can be had only together?"}});
    }

    /// Where builds fail for reasons that nobody names, cuts through the list are as good as any: were there a single cause, the set that parts its
    /// candidates best and can probably be built.
    void part_candidates(const Bits& ceiling) {
        if (c_.builds.failed().empty() || c_.builds.failures() > c_.question.options.failed_builds) return;
        const auto left = candidates(ceiling, atoms_.size());
        if (left.size() < 3) return;
        std::vector<Bits> built{c_.floor, ceiling};
        for (const auto& run : c_.knowledge.runs())
            if (run.result != CellResult::U && run.alone == c_.alone && run.bad.subset_of(ceiling) && c_.floor.subset_of(run.bad)) built.push_back(run.bad);
        Random random(c_.question.seed * 1019 + c_.knowledge.runs().size());
        std::optional<Bits> best;
        double best_worth = 0;
        for (int attempt = 0; attempt < 60; ++attempt) {
            Bits bad = built[static_cast<std::size_t>(random.below(static_cast<int>(built.size())))];
            const int eighths = 1 + random.below(7);
            for (const Bits* atom : left) random.below(8) < eighths ? bad |= *atom : bad -= *atom;
            bad = hybrid(bad);
            if (!bad.subset_of(ceiling) || known(bad)) continue;
            double inside = 0;
            for (const Bits* atom : left) inside += atom->subset_of(bad);
            const double part = inside / static_cast<double>(left.size());
            const double worth = part * (1 - part) * c_.builds.chance(bad);
            if (worth > best_worth) best_worth = worth, best = bad;
        }
        if (best) ask({{*best, "search", "which of the differences that are left brings the failure?"}});
    }

    /// The deltas that agree with every result so far, were there a single cause; at most so many of them.
    std::vector<const Bits*> candidates(const Bits& ceiling, std::size_t most = 3) const {
        std::vector<const Bits*> result;
        for (const auto& atom : atoms_) {
            if (!atom.subset_of(ceiling)) continue;
            bool fits = true;
            for (const auto& run : c_.knowledge.runs()) {
                if (run.alone != c_.alone || !run.bad.subset_of(ceiling)) continue;
                const Answer answer = of(run);
                if (answer != Answer::nothing && (answer == Answer::fails) != atom.subset_of(run.bad)) {
                    fits = false;
                    break;
                }
            }
            if (fits) result.push_back(&atom);
            if (result.size() == most) break;
        }
        return result;
    }

    /// One minimal failing set below `ceiling`, which fails. False: the results contradict each other, or too many deltas.
    bool find_set(const Bits& ceiling, ElementSet& set) {
        // Of the last two the one is tried directly: where it is the cause, that session is needed anyway.
        part_candidates(ceiling);
        auto left = candidates(ceiling);
        if (left.size() == 2) {
            const Answer answer = ask({induce(*left[0])}).front();
            if (answer == Answer::fails) {
                set = {*left[0]};
                return true;
            }
            if (answer == Answer::nothing) explain(induce(*left[0]).bad);
            left = candidates(ceiling);
        }
        if (left.size() == 1) {
            const Answer answer = ask({induce(*left[0]), repair(*left[0])}).front();
            if (answer == Answer::fails) {
                set = {*left[0]};
                return true;
            }
            if (answer == Answer::nothing) explain(induce(*left[0]).bad);
        }
        std::vector<Bits> atoms;
        for (const auto& atom : atoms_)
            if (atom.subset_of(ceiling)) atoms.push_back(atom);
        Bits need = c_.floor;
        while (true) {
            if (!set.empty()) {
                std::vector<Ask> asks{{need, "search", "is this enough alone?"}};
                // Where it is enough, the next question is what happens without it: ask both at once.
                if (set.size() == 1 && layer_.sets.empty()) asks.push_back(repair(set.front()));
                const Answer answer = ask(asks).front();
                if (answer == Answer::fails) return true;
                if (answer == Answer::nothing) explain(need);
            }
            if (atoms.empty()) return false;
            if (static_cast<int>(set.size()) >= c_.question.options.largest_set) {
                story_.many = true;
                return false;
            }
            const Bits element = last_needed(need, atoms);
            set.push_back(element);
            need = hybrid(need | element);
        }
    }

    /// `need` with `atoms` fails: the one of them that is needed with those that are left in `atoms`. Several, where no session parts them.
    Bits last_needed(const Bits& need, std::vector<Bits>& atoms) {
        std::vector<Bits> passed, rest = std::move(atoms);
        Bits low = need;
        while (rest.size() > 1) {
            std::vector<bool> in(rest.size());
            for (std::size_t i = 0; i < rest.size() / 2; ++i) in[i] = true;
            Answer answer = bisected(with(low, rest, in));
            while (answer == Answer::nothing) {
                const auto other = other_part(low, rest);
                if (!other) break;
                in = *other;
                answer = bisected(with(low, rest, in));
            }
            if (answer == Answer::nothing) break;
            if (answer != Answer::fails) low = with(low, rest, in);
            std::vector<Bits> next;
            for (std::size_t i = 0; i < rest.size(); ++i) {
                if (in[i] == (answer == Answer::fails)) next.push_back(rest[i]);
                else if (answer != Answer::fails) passed.push_back(rest[i]);
            }
            rest = std::move(next);
        }
        atoms = std::move(passed);
        Bits element(c_.question.deltas.size());
        for (const auto& atom : rest) element |= atom;
        return element;
    }

    Bits with(const Bits& low, const std::vector<Bits>& rest, const std::vector<bool>& in) const {
        Bits bad = low;
        for (std::size_t i = 0; i < rest.size(); ++i)
            if (in[i]) bad = hybrid(bad | rest[i]);
        return bad;
    }

    /// The first half gave nothing: another part of `rest`, that halves it as well as may be and can probably be built. Where that is not the
    /// trouble (a test was not collected): the nearest cuts.
    std::optional<std::vector<bool>> other_part(const Bits& low, const std::vector<Bits>& rest) const {
        std::optional<std::vector<bool>> best;
        double best_worth = 1e-6;
        const auto consider = [&](const std::vector<bool>& in) {
            const Bits bad = with(low, rest, in);
            const auto answer = inferred(bad);
            if (answer == Answer::nothing || bad == low || (!answer && c_.builds.failures() > c_.question.options.failed_builds)) return;
            const double part = static_cast<double>(std::count(in.begin(), in.end(), true)) / static_cast<double>(rest.size());
            const double worth = answer ? 2 : part * (1 - part) * c_.builds.chance(bad);
            if (worth > best_worth) best_worth = worth, best = in;
        };
        const std::size_t middle = rest.size() / 2;
        for (std::size_t step = 1; step < rest.size(); step *= 2)
            for (const bool up : {true, false}) {
                const std::size_t cut = up ? middle + step : middle - step;
                if (cut == 0 || cut >= rest.size()) continue;
                std::vector<bool> in(rest.size());
                for (std::size_t i = 0; i < cut; ++i) in[i] = true;
                consider(in);
            }
        if (c_.builds.failed().empty()) return best;
        Random random(c_.question.seed * 1019 + low.hash() + rest.size());   // in the next replay the same sets again: what is known of them then counts
        for (int attempt = 0; attempt < 40; ++attempt) {
            const int eighths = 1 + random.below(7);
            std::vector<bool> in(rest.size());
            for (std::size_t i = 0; i < rest.size(); ++i) in[i] = random.below(8) < eighths;
            if (std::count(in.begin(), in.end(), true) < static_cast<long>(rest.size())) consider(in);
        }
        return best;
    }

    Ask induce(const Bits& element) const { return {hybrid(element), "search", "does this alone bring the failure?"}; }
    Ask repair(const Bits& element) const { return {without(element), "hit", "is the failure gone without this?"}; }

    void make_minimal(ElementSet& set) {
        while (set.size() > 1) {
            std::vector<Ask> asks;
            for (std::size_t k = 0; k < set.size(); ++k) {
                ElementSet rest = set;
                rest.erase(rest.begin() + static_cast<long>(k));
                asks.push_back({hybrid(united(rest, c_.question.deltas.size())), "minimality", "is each of them needed?"});
            }
            const auto answers = ask(asks);
            const auto failing = std::find(answers.begin(), answers.end(), Answer::fails);
            if (failing == answers.end()) {
                for (std::size_t k = 0; k < answers.size(); ++k)
                    if (answers[k] == Answer::nothing) explain(asks[k].bad);
                break;
            }
            set.erase(set.begin() + (failing - answers.begin()));
        }
        std::sort(set.begin(), set.end());
    }

    /// The direct results without each hit; `ceiling` becomes one that still fails. nullptr: none does.
    const Bits* check_hits(const std::vector<ElementSet>& hits, Bits& ceiling) {
        std::vector<Ask> asks;
        for (const auto& hit : hits)
            asks.push_back({without(united(hit, c_.question.deltas.size())), "hit", "is the failure gone without these?"});
        const auto answers = ask(asks);
        layer_.hits = hits;
        layer_.complete = true;
        layer_.repaired = true;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            if (answers[i] == Answer::fails) {
                ceiling = asks[i].bad;
                layer_.complete = layer_.repaired = false;
                return &ceiling;
            }
            if (answers[i] == Answer::nothing) {
                explain(asks[i].bad);
                layer_.complete = false;
            }
            const Run* run = c_.knowledge.find(asks[i].bad, c_.alone);
            if (!run || run->result != CellResult::P) layer_.repaired = false;
        }
        return nullptr;
    }

    const SearchContext& c_;
    const std::vector<Bits>& atoms_;
    Layer& layer_;
    Story& story_;
    bool infer_ = true;
};

/// The first X that a repair of the innermost layer uncovered.
const Run* uncovered(const SearchContext& c, const Layer& layer) {
    for (const auto& hit : layer.hits) {
        const Bits bad = layer.ceiling - (c.needs.up(united(hit, c.question.deltas.size())) - c.floor);
        const Run* run = c.knowledge.find(bad, c.alone);
        if (run && run->result == CellResult::X && !run->identity->empty()) return run;
    }
    return nullptr;
}

void search_layers(const SearchContext& c, Story& story) {
    const auto atoms = atoms_of(c.question, c.needs, c.universe, story.factor_level);
    story.layers.clear();
    story.layers.push_back({{}, c.floor | c.universe, {}, {}, false, false});
    while (true) {
        LayerSearch(c, atoms, story.layers.back(), story).run();
        const Layer& layer = story.layers.back();
        if (story.many || story.inconsistent || !layer.complete || layer.repaired || story.layers.size() == 3) return;
        const Run* behind = uncovered(c, layer);
        if (!behind) return;
        for (const auto& outer : story.layers)
            if (outer.identity == *behind->identity) return;
        story.layers.push_back({*behind->identity, behind->bad, {}, {}, false, false});
    }
}

}  // namespace

void search(const SearchContext& context, Story& story) {
    story.floor = context.floor;
    story.alone = context.alone;
    search_layers(context, story);
    if (!story.many) return;
    story.factor_level = true;
    story.many = false;
    search_layers(context, story);
}

}  // namespace testskew::attribute
