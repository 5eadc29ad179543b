#include "util/line_cutter.hpp"

namespace testskew {

void LineCutter::feed(std::string_view bytes) {
    for (std::size_t end; (end = bytes.find('\n')) != std::string_view::npos; bytes.remove_prefix(end + 1)) {
        const std::string_view line = bytes.substr(0, end);
        if (skipping_) {
            skipping_ = false;  // this is the end of the line that was too long
        } else if (unfinished_.empty()) {
            take_(line);
        } else {
            unfinished_ += line;
            take_(unfinished_);
            unfinished_.clear();
        }
    }
    if (!skipping_) unfinished_ += bytes;
    if (unfinished_.size() > longest_) {
        unfinished_.clear();
        unfinished_.shrink_to_fit();
        skipping_ = skipped_ = true;
    }
}

}  // namespace testskew
