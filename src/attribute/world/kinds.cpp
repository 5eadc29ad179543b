#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "attribute/world/world.hpp"

namespace testskew::attribute {

namespace {

struct Shape {
    const char* name;
    int least, most;
};
constexpr Shape shapes[] = {{"packages", 1, 60},  {"environ", 1, 8},     {"files", 1, 12},
                            {"selection", 1, 80}, {"interpreter", 1, 1}, {"host", 1, 2}};

class Maker {
public:
    Maker(const std::string& kind, std::uint64_t seed) : random_(seed ^ 0x5bd1e995u) {
        world_.kind = kind;
        world_.question.seed = random_.next();
    }

    World make() {
        const std::string& kind = world_.kind;
        const auto starts = [&](const char* prefix) { return kind.rfind(prefix, 0) == 0; };
        if (starts("unbuildable ")) {
            lay_out(2, 30);
            cluster({one()});
            const int count = std::stoi(kind.substr(12));
            for (int i = 0; i < count; ++i) constrain();
            world_.names_reason = kind.find("unnamed") == std::string::npos;
        } else if (kind == "welded") {
            weld();
        } else if (starts("clusters ")) {
            lay_out(2, 60);
            const int count = std::stoi(kind.substr(9));
            const bool mixed = kind.find("mixed") != std::string::npos;
            for (int i = 0; i < count; ++i) {
                if (mixed && random_.below(5) == 0)
                    random_.below(2) ? cluster({set(2, 0)}) : cluster({set(1, 0), set(1, 0)});
                else
                    cluster({one()});
            }
        } else if (kind == "threshold") {
            threshold();
        } else if (starts("guard")) {
            guard(kind == "guard same");
        } else if (starts("flaky")) {
            flaky();
        } else if (kind == "tiny") {
            lay_out(1, 1, 3);
            cluster({one()});
        } else {
            simple();
        }
        world_.needed_sessions = 4;
        for (const auto& truth : world_.truths) {
            int patterns = 0;
            for (const auto& sets : truth.layers)
                patterns += static_cast<int>(sets.size()) + static_cast<int>(sets.size() == 1 ? sets[0].count() : 1);
            if (truth.layers.size() > 1) patterns -= static_cast<int>(truth.layers.size()) - 1;
            world_.needed_sessions += 5 * (truth.threshold ? 2 : patterns);
        }
        return std::move(world_);
    }

private:
    int n() const { return static_cast<int>(world_.question.deltas.size()); }

    /// 2 to 6 factors, with at least `least` deltas in all.
    void lay_out(int factors, int least, int most = 100000) {
        do {
            world_.question.deltas.clear();
            std::vector<Shape> chosen(std::begin(shapes), std::end(shapes));
            random_.shuffle(chosen);
            chosen.resize(static_cast<std::size_t>(factors + random_.below(7 - factors)));
            for (const auto& shape : chosen) {
                int size = shape.least + random_.below(shape.most - shape.least + 1);
                if (std::string(shape.name) == "selection" && random_.below(10) == 0) size = 1 + random_.below(300);
                if (most < 100) size = 1 + random_.below(2);
                for (int i = 0; i < size; ++i)
                    world_.question.deltas.push_back({shape.name, std::string(shape.name) + std::to_string(i)});
            }
        } while (n() < least || n() > most);
    }

    Bits one() {
        Bits bits(world_.question.deltas.size());
        bits.set(static_cast<std::size_t>(random_.below(n())));
        return bits;
    }

    /// `count` deltas: of one factor (same > 0), of different ones (same < 0), or any (0); none that was taken before.
    Bits set(int count, int same) {
        for (int attempt = 0;; ++attempt) {
            std::vector<int> picked;
            std::set<std::string> factors;
            for (int tries = 0; static_cast<int>(picked.size()) < count && tries < 200; ++tries) {
                const int d = random_.below(n());
                if (taken_.count(d) || std::find(picked.begin(), picked.end(), d) != picked.end()) continue;
                const auto& factor = world_.question.deltas[static_cast<std::size_t>(d)].factor;
                if (!picked.empty() && same > 0 && !factors.count(factor)) continue;
                if (same < 0 && (factors.count(factor) || (taken_factors_.count(factor) && attempt < 50))) continue;
                picked.push_back(d);
                factors.insert(factor);
            }
            if (static_cast<int>(picked.size()) < count) {
                if (attempt < 100) continue;
                taken_.clear();
                taken_factors_.clear();
                lay_out(3, 12);
                continue;
            }
            Bits bits(world_.question.deltas.size());
            for (const int d : picked) bits.set(static_cast<std::size_t>(d)), taken_.insert(d);
            taken_factors_.insert(factors.begin(), factors.end());
            return bits;
        }
    }

    void cluster(std::vector<Bits> sets) {
        taken_.clear();
        taken_factors_.clear();
        Truth truth;
        truth.layers.push_back(std::move(sets));
        add(std::move(truth));
    }
    void add(Truth truth) {
        truth.blocked_by.size() == 0 ? void(truth.blocked_by = truth.unless = Bits(world_.question.deltas.size()))
                                     : void();
        if (truth.pool.size() == 0) truth.pool = Bits(world_.question.deltas.size());
        world_.truths.push_back(std::move(truth));
        world_.question.clusters.push_back({static_cast<int>(world_.truths.size()), 1});
    }

    void simple() {
        const std::string& kind = world_.kind;
        lay_out(3, 12);
        const bool same = kind.find("same") != std::string::npos;
        // The deltas of all parts are picked at once, then dealt out.
        const auto parts = [&](int count) {
            std::vector<Bits> singles;
            for (const int d : set(count, same ? 1 : kind.find("across") != std::string::npos ? -1 : 0).members()) {
                singles.emplace_back(world_.question.deltas.size());
                singles.back().set(static_cast<std::size_t>(d));
            }
            random_.shuffle(singles);
            return singles;
        };
        if (kind == "single") return cluster(parts(1));
        if (kind.rfind("conj", 0) == 0) {
            const auto p = parts(kind[4] - '0');
            Bits all = p[0];
            for (const auto& bits : p) all |= bits;
            return cluster({all});
        }
        if (kind.rfind("other failure alone", 0) == 0) {
            // Both are needed; the one alone fails in another way.
            const auto p = parts(2);
            Truth truth;
            truth.layers = {{p[0] | p[1]}, {p[0]}};
            return add(std::move(truth));
        }
        if (kind.rfind("red", 0) == 0) return cluster(parts(kind[3] - '0'));
        if (kind.rfind("layers", 0) == 0) {
            Truth truth;
            for (auto& bits : parts(kind[6] - '0')) truth.layers.push_back({bits});
            return add(std::move(truth));
        }
        const auto p = parts(3);
        if (kind.rfind("(a and b) or c", 0) == 0) return cluster({p[0] | p[1], p[2]});
        if (kind.rfind("a and (b or c)", 0) == 0) return cluster({p[0] | p[1], p[0] | p[2]});
        throw std::invalid_argument("no such kind of world: " + kind);
    }

    void guard(bool same) {
        lay_out(3, 12);
        Truth truth;
        const auto members = set(3, same ? 1 : -1).members();
        std::vector<int> order = members;
        random_.shuffle(order);
        const auto bit = [&](int i) {
            Bits bits(world_.question.deltas.size());
            bits.set(static_cast<std::size_t>(order[static_cast<std::size_t>(i)]));
            return bits;
        };
        truth.layers = {{bit(0)}};
        truth.blocked_by = bit(2);
        truth.unless = bit(1);
        add(std::move(truth));
    }

    void threshold() {
        const auto pool_size = [&] {
            int size = 0;
            for (const auto& delta : world_.question.deltas) size += delta.factor == "selection";
            return size;
        };
        do lay_out(2, 12);
        while (pool_size() < 6);
        Truth truth;
        truth.pool = Bits(world_.question.deltas.size());
        for (int d = 0; d < n(); ++d)
            if (world_.question.deltas[static_cast<std::size_t>(d)].factor == "selection")
                truth.pool.set(static_cast<std::size_t>(d));
        truth.threshold = 5 + random_.below(pool_size() - 4);
        add(std::move(truth));
    }

    void flaky() {
        const std::string& kind = world_.kind;
        const bool few = kind.find("few") != std::string::npos;
        const bool fewest = kind.find("fewest") != std::string::npos;  // 2 to 5 deltas: there the hybrids run out
        lay_out(2, fewest ? 2 : few ? 4 : 12, fewest ? 5 : few ? 6 : 100000);
        if (kind.find("caused") != std::string::npos) {
            world_.noise = Noise::caused;
            world_.rate = kind.find(".7") != std::string::npos    ? 0.7
                          : kind.find("any") != std::string::npos ? random_.uniform()
                                                                  : 0.9;
            if (kind.find("conj2") != std::string::npos)
                cluster({set(2, 0)});
            else if (kind.find("red2") != std::string::npos)
                cluster({set(1, 0), set(1, 0)});
            else
                cluster({one()});
            return;
        }
        world_.noise = kind.find("alternating") != std::string::npos  ? Noise::alternating
                       : kind.find("slot") != std::string::npos       ? Noise::slot
                       : kind.find("concurrent") != std::string::npos ? Noise::concurrent
                       : kind.find("environment") != std::string::npos || kind.find("content") != std::string::npos
                           ? Noise::environment
                       : kind.find("sticky") != std::string::npos ? Noise::sticky
                                                                  : Noise::iid;
        world_.rate = kind.find("any") != std::string::npos ? 0.02 + 0.96 * random_.uniform() : 0.5;
        world_.by_content = kind.find("content") != std::string::npos;
        world_.spread = kind.find(".02") != std::string::npos ? 0.02 : 0.2;
        if (world_.noise == Noise::sticky) world_.rate = 0.9 + 0.095 * random_.uniform();
        const int clusters = kind.find("x 8") != std::string::npos ? 8 : 1;
        for (int i = 0; i < clusters; ++i) world_.question.clusters.push_back({i + 1, 1});
    }

    /// One more "bad a needs bad b", mostly among packages.
    void constrain() {
        const int a = random_.below(n()), b = random_.below(n());
        if (a != b) world_.requirements.push_back({a, Side::bad, b});
    }

    void weld() {
        do lay_out(4, 20);
        while (std::none_of(world_.question.deltas.begin(), world_.question.deltas.end(),
                            [](const Delta& d) { return d.factor == "interpreter"; }) ||
               std::count_if(world_.question.deltas.begin(), world_.question.deltas.end(),
                             [](const Delta& d) { return d.factor == "packages"; }) < 4);
        int interpreter = 0;
        std::vector<int> packages;
        for (int d = 0; d < n(); ++d) {
            if (world_.question.deltas[static_cast<std::size_t>(d)].factor == "interpreter") interpreter = d;
            if (world_.question.deltas[static_cast<std::size_t>(d)].factor == "packages") packages.push_back(d);
        }
        random_.shuffle(packages);
        packages.resize(static_cast<std::size_t>(1 + random_.below(3)));
        for (const int package : packages) {
            world_.requirements.push_back({interpreter, Side::bad, package});
            world_.requirements.push_back({package, Side::bad, interpreter});
        }
        Bits bits(world_.question.deltas.size());
        packages.push_back(interpreter);
        bits.set(static_cast<std::size_t>(
            packages[static_cast<std::size_t>(random_.below(static_cast<int>(packages.size())))]));
        cluster({random_.below(2) ? bits : one()});
    }

    Random random_;
    World world_;
    std::set<int> taken_;
    std::set<std::string> taken_factors_;
};

}  // namespace

World make_world(const std::string& kind, std::uint64_t seed) { return Maker(kind, seed).make(); }

}  // namespace testskew::attribute
