#include "attribute/question.hpp"

#include <algorithm>

namespace testskew::attribute {

std::vector<std::pair<Factor, Bits>> factors_of(const Question& question) {
    std::vector<std::pair<Factor, Bits>> factors;
    for (std::size_t d = 0; d < question.deltas.size(); ++d) {
        auto it = std::find_if(factors.begin(), factors.end(),
                               [&](const auto& f) { return f.first == question.deltas[d].factor; });
        if (it == factors.end()) it = factors.insert(it, {question.deltas[d].factor, Bits(question.deltas.size())});
        it->second.set(d);
    }
    return factors;
}

}  // namespace testskew::attribute
