#include "util/descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "catch.hpp"

using namespace testskew;

namespace {

bool is_open(int descriptor) { return ::fcntl(descriptor, F_GETFD) >= 0; }

Descriptor open_null() { return Descriptor(::open("/dev/null", O_RDWR | O_CLOEXEC)); }

/// The two ends of a pipe. The first is the one to read from.
std::pair<Descriptor, Descriptor> open_pipe() {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace

TEST_CASE("a descriptor is closed once, by its last owner") {
    int number = -1;
    {
        Descriptor first = open_null();
        number = first.get();
        const Descriptor second = std::move(first);
        CHECK_FALSE(first.ok());
        CHECK(second.get() == number);
        CHECK(is_open(number));
    }
    CHECK_FALSE(is_open(number));
}

TEST_CASE("a descriptor closes what it holds when it is given another") {
    Descriptor one = open_null(), other = open_null();
    const int first = one.get(), second = other.get();
    one = std::move(other);
    CHECK_FALSE(is_open(first));
    CHECK(one.get() == second);
    one.reset();
    CHECK_FALSE(is_open(second));
    CHECK_FALSE(one.ok());
}

TEST_CASE("a released descriptor stays open") {
    Descriptor file = open_null();
    const int number = file.release();
    CHECK_FALSE(file.ok());
    CHECK(is_open(number));
    ::close(number);
}

TEST_CASE("closing a descriptor keeps the error that is being told") {
    Descriptor file(1 << 28);  // there is no such descriptor, so close fails with EBADF
    errno = ENOSPC;
    file.reset();
    CHECK(errno == ENOSPC);
}

TEST_CASE("all that is written can be read, until the writer is closed") {
    auto [reader, writer] = open_pipe();
    REQUIRE(write_all(writer.get(), "some bytes"));
    writer.reset();
    std::string buffer(64, '\0');
    const ssize_t got = read_some(reader.get(), buffer.data(), buffer.size());
    REQUIRE(got == 10);
    CHECK(buffer.substr(0, 10) == "some bytes");
    CHECK(read_some(reader.get(), buffer.data(), buffer.size()) == 0);
}

TEST_CASE("reading and writing tell an error") {
    char buffer[1];
    CHECK(read_some(-1, buffer, 1) == -1);
    CHECK(errno == EBADF);
    CHECK_FALSE(write_all(-1, "x"));
    CHECK(write_all(-1, ""));  // nothing to write, so nothing can fail
}
