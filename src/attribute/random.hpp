#pragma once
#include <cstddef>
#include <cstdint>
#include <utility>

namespace testskew::attribute {

/// The source of every random choice of the engine and of the simulated worlds: splitmix64 (Steele et al. 2014).
/// <random> is not used, because its distributions and std::shuffle differ between standard libraries, and a log must
/// be replayed in the same way everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    /// The next 64 random bits.
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    /// One of 0 .. bound - 1.
    int below(int bound) { return static_cast<int>(next() % static_cast<std::uint64_t>(bound)); }
    /// A number in [0, 1).
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    /// Shuffles the elements (Fisher and Yates).
    template <class Vector>
    void shuffle(Vector& values) {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[static_cast<std::size_t>(below(static_cast<int>(i)))]);
    }

private:
    std::uint64_t state_;
};

}  // namespace testskew::attribute
