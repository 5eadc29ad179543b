#include "cli/error_log.hpp"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "catch.hpp"
#include "folder.hpp"
#include "util/files.hpp"

using namespace testskew;
namespace fs = std::filesystem;

namespace {

/// The text of the log for an exception that the C++ library throws because of a bug in testskew.
std::string log_of_fault(const std::vector<std::string>& arguments) {
    try {
        const std::vector<int> empty;
        (void)empty.at(7);
    } catch (const std::exception& error) {
        return cli::error_log_text(error, arguments);
    }
    return "nothing was thrown";
}

}  // namespace

TEST_CASE("the log of an internal error has the error, the arguments and where it was thrown") {
    const std::string text = log_of_fault({"testskew", "run", "--bad", "a b"});
    CHECK_THAT(text, ContainsSubstring("std::out_of_range: vector::_M_range_check"));
    CHECK_THAT(text, ContainsSubstring("arguments: testskew run --bad 'a b'"));
    CHECK_THAT(text, ContainsSubstring("testskew:  0."));
#ifdef __GLIBC__
    const fs::path self = fs::read_symlink("/proc/self/exe");
    CHECK_THAT(text, ContainsSubstring("libstdc++"));  // the library whose at() throws
    CHECK_THAT(text, ContainsSubstring(self.filename().string() + " +0x"));
#endif
}

TEST_CASE("the log of an internal error keeps secrets") {
    const std::string text = log_of_fault({"testskew", "run", "--", "--token=abcdefgh12345678"});
    CHECK(text.find("abcdefgh12345678") == std::string::npos);
    CHECK_THAT(text, ContainsSubstring("--token=***"));
}

TEST_CASE("an exception of another thread is known by where that thread threw it") {
    std::exception_ptr thrown;
    std::thread([&] {
        try {
            throw std::length_error("of a worker");
        } catch (...) {
            thrown = std::current_exception();
        }
    }).join();
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        const std::string text = cli::error_log_text(error, {});
        CHECK_THAT(text, ContainsSubstring("std::length_error: of a worker"));
#ifdef __GLIBC__
        CHECK_THAT(text, ContainsSubstring("Thrown in"));
#endif
    }
}

TEST_CASE("an exception that was never thrown says that its place is not known") {
    CHECK_THAT(cli::error_log_text(std::runtime_error("made by hand"), {}),
               ContainsSubstring("It is not known where it was thrown."));
}

TEST_CASE("the log is in the nearest .testskew, else in the cache") {
    const Folder folder;
    fs::create_directories(folder.path / "project" / ".testskew");
    fs::create_directories(folder.path / "project" / "sub" / "folder");
    CHECK(cli::error_log_folder(folder.path / "project" / "sub" / "folder") == folder.path / "project" / ".testskew");
    CHECK(cli::error_log_folder(folder.path) == cache_directory());
}
