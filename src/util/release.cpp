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
    int stage = 0;  ///< one of the stages below, 0 for a final release
    long number = 0;
};

/// The words for a stage of a release, in the spellings that PEP 440 allows.
struct Stage {
    std::string_view word;
    int order;
};
constexpr Stage stages[] = {{"dev", -4}, {"a", -3},   {"alpha", -3},   {"b", -2},   {"beta", -2}, {"rc", -1},
                            {"c", -1},   {"pre", -1}, {"preview", -1}, {"post", 1}, {"rev", 1},   {"r", 1}};

/// Reads a version from its beginning to its end.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {
        if (rest_.starts_with('v')) rest_.remove_prefix(1);
    }

    /// The digits that follow, as a number. A number that is too large is cut, so it never overflows.
    long number() {
        constexpr long most = 100000000;
        long value = 0;
        for (; begins_with_digit(rest_); rest_.remove_prefix(1)) value = std::min(value * 10 + (rest_[0] - '0'), most);
        return value;
    }

    /// The number before "!", if there is one.
    long epoch() {
        const auto end = rest_.find('!');
        if (end == std::string_view::npos) return 0;
        const long value = number();
        rest_.remove_prefix(std::min(rest_.find('!') + 1, rest_.size()));
        return value;
    }

    /// The numbers that follow, with dots between them; zeros at the end are left out.
    std::vector<long> numbers() {
        std::vector<long> result;
        while (begins_with_digit(rest_)) {
            result.push_back(number());
            if (!rest_.starts_with('.') || !begins_with_digit(rest_.substr(1))) break;
            rest_.remove_prefix(1);
        }
        while (!result.empty() && result.back() == 0) result.pop_back();
        return result;
    }

    /// Reads the word that follows, with the signs around it, and returns its stage; 0 if it names no stage.
    int stage() {
        skip_signs();
        std::size_t end = 0;
        while (end < rest_.size() && std::isalpha(static_cast<unsigned char>(rest_[end]))) ++end;
        const std::string_view word = rest_.substr(0, end);
        rest_.remove_prefix(end);
        skip_signs();
        const auto found =
            std::find_if(std::begin(stages), std::end(stages), [&](const Stage& stage) { return stage.word == word; });
        return found == std::end(stages) ? 0 : found->order;
    }

private:
    static bool begins_with_digit(std::string_view text) {
        return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0]));
    }
    void skip_signs() { rest_.remove_prefix(std::min(rest_.find_first_not_of(".-_"), rest_.size())); }

    std::string_view rest_;
};

Order order(std::string_view text) {
    const std::string small = lower(text.substr(0, text.find('+')));
    Reader reader(small);
    Order result;
    result.epoch = reader.epoch();
    result.release = reader.numbers();
    result.stage = reader.stage();
    result.number = result.stage ? reader.number() : 0;
    return result;
}

}  // namespace

int compare_versions(std::string_view a, std::string_view b) {
    const Order x = order(a), y = order(b);
    const auto key = [](const Order& o) { return std::tie(o.epoch, o.release, o.stage, o.number); };
    return key(x) < key(y) ? -1 : key(y) < key(x) ? 1 : 0;
}

std::vector<long> release_numbers(std::string_view version) { return order(version).release; }

std::string minor_of(std::string_view version) {
    return std::string(version.substr(0, version.find('.', version.find('.') + 1)));
}

}  // namespace testskew
