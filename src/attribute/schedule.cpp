#include "attribute/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace testskew::attribute {

double price(const Question& question, const Bits& bad) {
    double seconds = 0;
    for (std::size_t d = 0; d < question.deltas.size(); ++d) {
        const double longer = question.deltas[d].seconds;
        if (bad.test(d) == (longer > 0)) seconds += std::abs(longer);
    }
    return seconds;
}

int at_a_time(const Options& options, bool alone) {
    return alone ? std::clamp(options.machines, 1, std::max(options.slots, 1)) : options.slots;
}

double makespan(const std::vector<double>& seconds, int slots) {
    std::vector<double> free_at(static_cast<std::size_t>(std::max(slots, 1)), 0.0);
    for (const double one : seconds) *std::min_element(free_at.begin(), free_at.end()) += one;
    return *std::max_element(free_at.begin(), free_at.end());
}

}  // namespace testskew::attribute
