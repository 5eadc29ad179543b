#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace testskew::attribute {

/// A set of deltas, by their index; all sets that meet have one size.
class Bits {
public:
    Bits() = default;
    explicit Bits(std::size_t size, bool value = false) : size_(size), words_((size + 63) / 64, value ? ~0ULL : 0ULL) {
        trim();
    }

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
    /// Set difference.
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
    bool operator<(const Bits& other) const { return words_ < other.words_; }
    bool any() const {
        for (const auto word : words_)
            if (word) return true;
        return false;
    }
    bool subset_of(const Bits& other) const {
        for (std::size_t i = 0; i < words_.size(); ++i)
            if (words_[i] & ~other.words_[i]) return false;
        return true;
    }
    bool intersects(const Bits& other) const {
        for (std::size_t i = 0; i < words_.size(); ++i)
            if (words_[i] & other.words_[i]) return true;
        return false;
    }
    int count() const {
        int result = 0;
        for (const auto word : words_) result += __builtin_popcountll(word);
        return result;
    }
    std::vector<int> members() const {
        std::vector<int> result;
        for (std::size_t w = 0; w < words_.size(); ++w)
            for (std::uint64_t word = words_[w]; word; word &= word - 1)
                result.push_back(static_cast<int>(w * 64) + __builtin_ctzll(word));
        return result;
    }
    std::size_t hash() const {
        std::uint64_t h = 0x9e3779b97f4a7c15ULL;
        for (const auto word : words_) h = (h ^ word) * 0xff51afd7ed558ccdULL, h ^= h >> 32;
        return static_cast<std::size_t>(h);
    }

private:
    void trim() {
        if (size_ % 64) words_.back() &= (1ULL << (size_ % 64)) - 1;
    }
    std::size_t size_ = 0;
    std::vector<std::uint64_t> words_;
};

/// Every random choice of the engine and of the simulated worlds (splitmix64, Steele et al. 2014): the same on every
/// machine.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    int below(int bound) { return static_cast<int>(next() % static_cast<std::uint64_t>(bound)); }
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    template <class Vector>
    void shuffle(Vector& values) {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[static_cast<std::size_t>(below(static_cast<int>(i)))]);
    }

private:
    std::uint64_t state_;
};

}  // namespace testskew::attribute
