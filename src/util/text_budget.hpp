#pragma once
#include <cstddef>

namespace testskew {

/// How long a value may be that stands for a name elsewhere. A variable of the environ cannot hold much more.
constexpr std::size_t longest_value = 64UL * 1024;

/// How often variables of a file may be filled in, and what text may come of it. A file can name a variable twice in
/// the next one, and so on: a few lines of that would fill the memory. What is beyond the budget is as good as unknown.
class TextBudget {
public:
    TextBudget(std::size_t times, std::size_t bytes) : times_(times), bytes_(bytes) {}

    /// Takes one filling in that gives so much text. False if it is beyond the budget, now and from now on.
    bool take(std::size_t bytes) {
        if (times_ == 0 || bytes > bytes_) {
            times_ = 0;
            return false;
        }
        --times_;
        bytes_ -= bytes;
        return true;
    }
    bool ended() const { return times_ == 0; }

private:
    std::size_t times_, bytes_;
};

}  // namespace testskew
