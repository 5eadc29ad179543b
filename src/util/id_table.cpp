#include "util/id_table.hpp"

#include <functional>

namespace testskew {

std::size_t IdTable::place_of(std::string_view text) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t place = std::hash<std::string_view>{}(text)&mask;
    while (slots_[place] && (*this)[slots_[place] - 1] != text) place = (place + 1) & mask;
    return place;
}

void IdTable::grow() {
    slots_.assign(slots_.empty() ? 1024 : slots_.size() * 2, 0);
    for (std::size_t i = 0; i < ends_.size(); ++i) slots_[place_of((*this)[i])] = static_cast<std::uint32_t>(i + 1);
}

std::size_t IdTable::at(std::string_view text) {
    for (const std::size_t near : {last_, last_ + 1})
        if (near < size() && (*this)[near] == text) return last_ = near;
    if (size() * 2 >= slots_.size()) grow();
    const std::size_t place = place_of(text);
    if (!slots_[place]) {
        text_ += text;
        ends_.push_back(text_.size());
        slots_[place] = static_cast<std::uint32_t>(size());
    }
    return last_ = slots_[place] - 1;
}

std::size_t IdTable::find(std::string_view text) const {
    if (slots_.empty()) return size();
    const std::uint32_t slot = slots_[place_of(text)];
    return slot ? slot - 1 : size();
}

std::size_t IdTable::guess(std::string_view text, char end) {
    for (const std::size_t near : {last_, last_ + 1}) {
        if (near >= size()) continue;
        const std::string_view known = (*this)[near];
        if (text.size() > known.size() && text[known.size()] == end && text.starts_with(known)) return last_ = near;
    }
    return size();
}

}  // namespace testskew
