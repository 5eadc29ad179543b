#include "util/release.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <tuple>

#include "util/text.hpp"

namespace testskew {
namespace {

/// The parts of a version by which it is ordered.
struct Order {
    long epoch = 0;
    std::vector<long> release;
    int stage = 0;  ///< -4 dev, -3 a, -2 b, -1 rc, 0 final, 1 post
    long number = 0;
};

Order order(std::string_view text) {
    Order result;
    std::string v = lower(text);
    v = v.substr(0, v.find('+'));
    std::size_t at = !v.empty() && v[0] == 'v' ? 1 : 0;
    const auto number = [&] {
        long value = 0;
        while (at < v.size() && std::isdigit(static_cast<unsigned char>(v[at])))
            value = std::min(value * 10 + (v[at++] - '0'), 100000000L);
        return value;
    };
    if (const auto bang = v.find('!'); bang != std::string::npos) result.epoch = number(), at = bang + 1;
    while (at < v.size() && std::isdigit(static_cast<unsigned char>(v[at]))) {
        result.release.push_back(number());
        if (at + 1 < v.size() && v[at] == '.' && std::isdigit(static_cast<unsigned char>(v[at + 1])))
            ++at;
        else
            break;
    }
    while (!result.release.empty() && result.release.back() == 0) result.release.pop_back();
    while (at < v.size() && (v[at] == '.' || v[at] == '-' || v[at] == '_')) ++at;
    std::size_t end = at;
    while (end < v.size() && std::isalpha(static_cast<unsigned char>(v[end]))) ++end;
    const std::string word = v.substr(at, end - at);
    at = end;
    while (at < v.size() && (v[at] == '.' || v[at] == '-' || v[at] == '_')) ++at;
    if (word == "dev")
        result.stage = -4;
    else if (word == "a" || word == "alpha")
        result.stage = -3;
    else if (word == "b" || word == "beta")
        result.stage = -2;
    else if (word == "rc" || word == "c" || word == "pre" || word == "preview")
        result.stage = -1;
    else if (word == "post" || word == "rev" || word == "r")
        result.stage = 1;
    result.number = result.stage ? number() : 0;
    return result;
}

}  // namespace

int compare_versions(std::string_view a, std::string_view b) {
    const Order x = order(a), y = order(b);
    const auto key = [](const Order& o) { return std::tie(o.epoch, o.release, o.stage, o.number); };
    return key(x) < key(y) ? -1 : key(y) < key(x) ? 1 : 0;
}

std::vector<long> release_numbers(std::string_view version) { return order(version).release; }

}  // namespace testskew
