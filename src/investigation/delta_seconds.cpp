#include "investigation/delta_seconds.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "model/node_id.hpp"

namespace testskew::investigation {
namespace {

using Kind = sides::SwapDelta::Kind;

/// What the tests of a session took, by module and by node id.
struct TestSeconds {
    std::map<std::string, double> of;
    double all = 0;

    explicit TestSeconds(const Recording& recording) {
        for (const auto& test : recording.tests) {
            of[test.id] += test.seconds;
            if (const std::string module = module_of(test.id); module != test.id) of[module] += test.seconds;
            all += test.seconds;
        }
    }
    double operator()(const std::string& node) const {
        const auto found = of.find(node);
        return found == of.end() ? 0 : found->second;
    }
};

}  // namespace

std::vector<double> delta_seconds(const Base& base, const std::vector<sides::SwapDelta>& deltas) {
    const TestSeconds bad(base.bad), good(base.good);
    const double beside = (base.bad.seconds - bad.all) - (base.good.seconds - good.all);
    const auto is_node = [](const sides::SwapDelta& delta) {
        return delta.kind == Kind::module || delta.kind == Kind::test;
    };
    const auto nodes = std::count_if(deltas.begin(), deltas.end(), is_node);
    std::vector<double> seconds;
    for (const auto& delta : deltas) {
        const bool on_bad = delta.bad.has_value(), on_good = delta.good.has_value();
        double one = 0;
        if (is_node(delta) && on_bad != on_good) {
            const double sign = on_bad ? 1 : -1;
            one = sign * (on_bad ? bad : good)(delta.name);
            if (delta.kind == Kind::module) one += sign * std::max(0.0, sign * beside) / static_cast<double>(nodes);
        } else if (!nodes && (delta.kind == Kind::targets || sides::selects_tests(delta))) {
            one = base.bad.seconds - base.good.seconds;
        }
        seconds.push_back(one);
    }
    return seconds;
}

double least_seconds(const Base& base, const std::vector<double>& longer) {
    double bad = base.bad.seconds, good = base.good.seconds;
    for (const double seconds : longer) (seconds > 0 ? bad : good) -= std::abs(seconds);
    return std::max({bad, good, 0.0});
}

}  // namespace testskew::investigation
