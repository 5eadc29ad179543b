#pragma once
#include <cstddef>
#include <mutex>

#include "status/status.hpp"

namespace testskew::laboratory {

/// Keeps more sessions from running side by side than fit into memory. Thread-safe.
class MemoryWatch {
public:
    /// `status` is told once, if sessions have to wait for memory. It must outlive the object.
    explicit MemoryWatch(Status& status) : status_(status) {}

    /// A session had so many megabytes at a time; 0 if that is not known.
    void note(int megabytes);
    /// How many of `jobs` sessions fit into the memory that is left, as far as earlier sessions tell; at least one.
    std::size_t fitting(std::size_t jobs);

private:
    Status& status_;
    std::mutex mutex_;
    int most_ = 0;
    bool said_ = false;
};

}  // namespace testskew::laboratory
