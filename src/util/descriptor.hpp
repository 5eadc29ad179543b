#pragma once
#include <sys/types.h>

#include <cstddef>
#include <string_view>
#include <utility>

namespace testskew {

/// The one owner of a file descriptor: closes it when it is destroyed. Can be moved, not copied.
class Descriptor {
public:
    /// Takes over `number`; a negative number, such as a failed open() returns, stands for no descriptor.
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        reset(other.release());
        return *this;
    }
    ~Descriptor() { reset(); }

    int get() const { return number_; }
    /// True if there is a descriptor.
    bool ok() const { return number_ >= 0; }
    /// Gives the descriptor away: the caller must close it.
    int release() { return std::exchange(number_, -1); }
    /// Closes what it holds and takes over `number` instead. errno stays as it was.
    void reset(int number = -1);

private:
    int number_;
};

/// Calls read(2), and again if a signal interrupted it. Returns the number of bytes read, 0 at the end of the file, or
/// -1 with errno for an error.
ssize_t read_some(int descriptor, char* buffer, std::size_t size);

/// Writes all of `content`, with as many calls as it takes. Returns false with errno for an error.
bool write_all(int descriptor, std::string_view content);

}  // namespace testskew
