#include "worlds/kinds.hpp"

#include <algorithm>
#include <stdexcept>

#include "worlds/layout.hpp"

namespace testskew::worlds {

namespace {

using attribute::Delta;
using From = Layout::From;

/// Makes one world. The words in the name of its kind say what is in it.
class Maker {
public:
    Maker(const std::string& kind, std::uint64_t seed)
        : random_(seed ^ 0x5bd1e995u), layout_(world_.question, random_) {
        world_.kind = kind;
        world_.question.seed = random_.next();
    }

    World make() {
        if (begins("unbuildable "))
            unbuildable();
        else if (world_.kind == "welded")
            welded();
        else if (begins("clusters "))
            clusters();
        else if (world_.kind == "threshold")
            threshold();
        else if (begins("guard"))
            guard();
        else if (has("caused"))
            caused();
        else if (begins("flaky"))
            flaky();
        else if (world_.kind == "tiny")
            tiny();
        else
            simple();
        world_.needed_sessions = needed_sessions();
        return std::move(world_);
    }

private:
    bool begins(const char* words) const { return world_.kind.rfind(words, 0) == 0; }
    bool has(const char* words) const { return world_.kind.find(words) != std::string::npos; }

    /// The number of base sessions, plus five for each set and each repair of each cluster.
    int needed_sessions() const {
        int sessions = 4;
        for (const auto& truth : world_.truths) {
            int patterns = 0;
            for (const auto& sets : truth.layers)
                patterns += static_cast<int>(sets.size()) + (sets.size() == 1 ? sets[0].count() : 1);
            if (truth.layers.size() > 1) patterns -= static_cast<int>(truth.layers.size()) - 1;
            sessions += 5 * (truth.threshold ? 2 : patterns);
        }
        return sessions;
    }

    void add(Truth truth) {
        if (truth.blocked_by.size() == 0) truth.blocked_by = truth.unless = layout_.none();
        if (truth.pool.size() == 0) truth.pool = layout_.none();
        world_.truths.push_back(std::move(truth));
        world_.question.clusters.push_back({static_cast<int>(world_.truths.size()), 1});
    }

    /// Adds a cluster that fails if one of these sets is bad.
    void cluster(std::vector<Bits> sets) {
        layout_.start_cluster();
        Truth truth;
        truth.layers.push_back(std::move(sets));
        add(std::move(truth));
    }

    void tiny() {
        layout_.lay_out(1, 1, 3);
        cluster({layout_.one()});
    }

    /// Makes a single cause, and pairs of deltas of which one cannot be built without the other.
    void unbuildable() {
        layout_.lay_out(2, 30);
        cluster({layout_.one()});
        const int count = std::stoi(world_.kind.substr(12));
        for (int i = 0; i < count; ++i) {
            const int a = random_.below(layout_.size()), b = random_.below(layout_.size());
            if (a != b) world_.requirements.push_back({a, SideName::bad, b});
        }
        world_.names_reason = !has("unnamed");
    }

    void clusters() {
        layout_.lay_out(2, 60);
        const int count = std::stoi(world_.kind.substr(9));
        for (int i = 0; i < count; ++i) {
            if (!has("mixed") || random_.below(5) != 0) {
                cluster({layout_.one()});
                continue;
            }
            if (random_.below(2)) {
                cluster({layout_.take(2, From::any)});
            } else {
                two_causes();
            }
        }
    }

    /// Makes two deltas of which each is enough for the failure.
    void two_causes() {
        Bits first = layout_.take(1, From::any);
        Bits second = layout_.take(1, From::any);
        cluster({std::move(first), std::move(second)});
    }

    /// `count` single deltas in random order, all picked at once.
    std::vector<Bits> parts(int count) {
        const From from = has("same") ? From::one_factor : has("across") ? From::different_factors : From::any;
        std::vector<Bits> singles;
        for (const int d : layout_.take(count, from).members()) {
            singles.push_back(layout_.none());
            singles.back().set(static_cast<std::size_t>(d));
        }
        random_.shuffle(singles);
        return singles;
    }

    void simple() {
        layout_.lay_out(3, 12);
        if (world_.kind == "single") return cluster(parts(1));
        if (begins("conj")) {
            Bits all = layout_.none();
            for (const auto& part : parts(world_.kind[4] - '0')) all |= part;
            return cluster({all});
        }
        if (begins("other failure alone")) {
            // Both deltas are needed; the first alone fails in another way.
            const auto p = parts(2);
            Truth truth;
            truth.layers = {{p[0] | p[1]}, {p[0]}};
            return add(std::move(truth));
        }
        if (begins("red")) return cluster(parts(world_.kind[3] - '0'));
        if (begins("layers")) {
            Truth truth;
            for (auto& part : parts(world_.kind[6] - '0')) truth.layers.push_back({part});
            return add(std::move(truth));
        }
        const auto p = parts(3);
        if (begins("(a and b) or c")) return cluster({p[0] | p[1], p[2]});
        if (begins("a and (b or c)")) return cluster({p[0] | p[1], p[0] | p[2]});
        throw std::invalid_argument("no such kind of world: " + world_.kind);
    }

    /// Makes a cause that a second delta blocks unless a third one is bad as well.
    void guard() {
        layout_.lay_out(3, 12);
        auto order = layout_.take(3, has("same") ? From::one_factor : From::different_factors).members();
        random_.shuffle(order);
        const auto bit = [&](int i) {
            Bits bits = layout_.none();
            bits.set(static_cast<std::size_t>(order[static_cast<std::size_t>(i)]));
            return bits;
        };
        Truth truth;
        truth.layers = {{bit(0)}};
        truth.blocked_by = bit(2);
        truth.unless = bit(1);
        add(std::move(truth));
    }

    /// Makes a failure that needs a certain number of deltas of the selection, no matter which.
    void threshold() {
        do layout_.lay_out(2, 12);
        while (layout_.factor(Factor::selection).count() < 6);
        Truth truth;
        truth.pool = layout_.factor(Factor::selection);
        truth.threshold = 5 + random_.below(truth.pool.count() - 4);
        add(std::move(truth));
    }

    /// Lays out the differences of a flaky world. "few" and "fewest" are so small that the hybrids run out.
    void lay_out_flaky() {
        if (has("fewest"))
            layout_.lay_out(2, 2, 5);
        else if (has("few"))
            layout_.lay_out(2, 4, 6);
        else
            layout_.lay_out(2, 12);
    }

    /// Makes a true cause with which only a part of the sessions fails.
    void caused() {
        lay_out_flaky();
        world_.noise = Noise::caused;
        world_.rate = has(".7") ? 0.7 : has("any") ? random_.uniform() : 0.9;
        if (has("conj2"))
            cluster({layout_.take(2, From::any)});
        else if (has("red2"))
            two_causes();
        else
            cluster({layout_.one()});
    }

    /// Makes a failure that follows none of the differences.
    void flaky() {
        lay_out_flaky();
        world_.noise = has("alternating")                     ? Noise::alternating
                       : has("slot")                          ? Noise::slot
                       : has("concurrent")                    ? Noise::concurrent
                       : has("environment") || has("content") ? Noise::environment
                       : has("sticky")                        ? Noise::sticky
                                                              : Noise::iid;
        world_.rate = has("any") ? 0.02 + 0.96 * random_.uniform() : 0.5;
        world_.by_content = has("content");
        world_.spread = has(".02") ? 0.02 : 0.2;
        if (world_.noise == Noise::sticky) world_.rate = 0.9 + 0.095 * random_.uniform();
        const int clusters = has("x 8") ? 8 : 1;
        for (int i = 0; i < clusters; ++i) world_.question.clusters.push_back({i + 1, 1});
    }

    /// Makes an interpreter and one to three packages that cannot be built apart from it.
    void welded() {
        do layout_.lay_out(4, 20);
        while (!layout_.factor(Factor::interpreter).any() || layout_.factor(Factor::packages).count() < 4);
        const int interpreter = layout_.factor(Factor::interpreter).members().front();
        auto packages = layout_.factor(Factor::packages).members();
        random_.shuffle(packages);
        packages.resize(static_cast<std::size_t>(1 + random_.below(3)));
        for (const int package : packages) {
            world_.requirements.push_back({interpreter, SideName::bad, package});
            world_.requirements.push_back({package, SideName::bad, interpreter});
        }
        packages.push_back(interpreter);
        Bits bits = layout_.none();
        const int welded = random_.below(static_cast<int>(packages.size()));
        bits.set(static_cast<std::size_t>(packages[static_cast<std::size_t>(welded)]));
        cluster({random_.below(2) ? bits : layout_.one()});
    }

    attribute::Random random_;
    World world_;
    Layout layout_;
};

}  // namespace

World make_world(const std::string& kind, std::uint64_t seed) { return Maker(kind, seed).make(); }

bool has_chance(const std::string& kind) { return kind.rfind("flaky", 0) == 0; }

const std::vector<std::string>& world_kinds() {
    static const std::vector<std::string> kinds{"single",
                                                "tiny",
                                                "conj2 same",
                                                "conj2 across",
                                                "conj3 same",
                                                "conj3 across",
                                                "red2 same",
                                                "red2 across",
                                                "red3 same",
                                                "red4 same",
                                                "layers2 same",
                                                "layers2 across",
                                                "layers3 across",
                                                "other failure alone same",
                                                "other failure alone across",
                                                "(a and b) or c same",
                                                "(a and b) or c across",
                                                "a and (b or c) same",
                                                "a and (b or c) across",
                                                "guard same",
                                                "guard across",
                                                "threshold",
                                                "clusters 2",
                                                "clusters 8",
                                                "clusters 32",
                                                "clusters 8 mixed",
                                                "unbuildable 1",
                                                "unbuildable 3",
                                                "unbuildable 6",
                                                "unbuildable 12",
                                                "unbuildable 25",
                                                "unbuildable 1 unnamed",
                                                "unbuildable 3 unnamed",
                                                "unbuildable 6 unnamed",
                                                "welded",
                                                "flaky iid .5",
                                                "flaky iid any rate",
                                                "flaky iid .5 x 8",
                                                "flaky alternating",
                                                "flaky slot",
                                                "flaky concurrent",
                                                "flaky sticky",
                                                "flaky environment .2",
                                                "flaky environment .02",
                                                "flaky environment .2 few",
                                                "flaky environment .02 few",
                                                "flaky environment .2 fewest",
                                                "flaky environment .02 fewest",
                                                "flaky content .2 fewest",
                                                "flaky content .02 fewest",
                                                "flaky caused .9",
                                                "flaky caused .7",
                                                "flaky caused any rate",
                                                "flaky caused .9 conj2",
                                                "flaky caused .9 red2"};
    return kinds;
}

}  // namespace testskew::worlds
