#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace testskew::attribute {

/// A set of deltas, by their index. In the engine a set always means: these deltas have their *bad* value, unless a
/// name says otherwise (`good`, `mask`). Sets that are combined must have the same size.
///
/// This is not boost::dynamic_bitset, because the order and the hash of sets take part in what the engine asks for: a
/// log must be replayed in the same way with every version of every library, and Boost promises neither.
class Bits {
public:
    Bits() = default;
    explicit Bits(std::size_t size, bool value = false) : size_(size), words_((size + 63) / 64, value ? ~0ULL : 0ULL) {
        trim();
    }

    /// How many deltas there are, in the set or not.
    std::size_t size() const { return size_; }
    bool test(std::size_t i) const { return words_[i / 64] >> (i % 64) & 1; }
    void set(std::size_t i, bool value = true) {
        if (value)
            words_[i / 64] |= 1ULL << (i % 64);
        else
            words_[i / 64] &= ~(1ULL << (i % 64));
    }
    Bits& operator|=(const Bits& other) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
        return *this;
    }
    Bits& operator&=(const Bits& other) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
        return *this;
    }
    /// The set without the other's members.
    Bits& operator-=(const Bits& other) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
        return *this;
    }
    friend Bits operator|(Bits a, const Bits& b) { return a |= b; }
    friend Bits operator&(Bits a, const Bits& b) { return a &= b; }
    friend Bits operator-(Bits a, const Bits& b) { return a -= b; }
    Bits operator~() const {
        Bits result = *this;
        for (auto& word : result.words_) word = ~word;
        result.trim();
        return result;
    }
    bool operator==(const Bits&) const = default;
    /// The order has no meaning, but it must never change.
    bool operator<(const Bits& other) const { return words_ < other.words_; }
    bool any() const {
        for (const auto word : words_)
            if (word) return true;
        return false;
    }
    /// True if all deltas of this set are in the other one.
    bool subset_of(const Bits& other) const {
        for (std::size_t i = 0; i < words_.size(); ++i)
            if (words_[i] & ~other.words_[i]) return false;
        return true;
    }
    /// True if the two sets share a delta.
    bool intersects(const Bits& other) const {
        for (std::size_t i = 0; i < words_.size(); ++i)
            if (words_[i] & other.words_[i]) return true;
        return false;
    }
    /// How many deltas are in the set.
    int count() const {
        int result = 0;
        for (const auto word : words_) result += __builtin_popcountll(word);
        return result;
    }
    /// The deltas of the set, in ascending order.
    std::vector<int> members() const {
        std::vector<int> result;
        for (std::size_t w = 0; w < words_.size(); ++w)
            for (std::uint64_t word = words_[w]; word; word &= word - 1)
                result.push_back(static_cast<int>(w * 64) + __builtin_ctzll(word));
        return result;
    }
    /// A hash that is the same on every machine.
    std::size_t hash() const {
        std::uint64_t h = 0x9e3779b97f4a7c15ULL;
        for (const auto word : words_) h = (h ^ word) * 0xff51afd7ed558ccdULL, h ^= h >> 32;
        return static_cast<std::size_t>(h);
    }

private:
    /// Clears what lies beyond the last delta.
    void trim() {
        if (size_ % 64) words_.back() &= (1ULL << (size_ % 64)) - 1;
    }
    std::size_t size_ = 0;
    std::vector<std::uint64_t> words_;
};

}  // namespace testskew::attribute
