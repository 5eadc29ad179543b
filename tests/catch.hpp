// Catch2 2 (Debian 12) and 3 (Debian 13, Ubuntu 24.04) under one name: tests include this and nothing else of Catch2.
#pragma once
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
using Catch::Matchers::ContainsSubstring;
#define TESTSKEW_SKIP(reason) SKIP(reason)
#else
#include <catch2/catch.hpp>

#include <iostream>
inline auto ContainsSubstring(const std::string& text) { return Catch::Matchers::Contains(text); }
// Ends a test case that cannot run here. Catch2 2 has no skips: script/sum_results.py counts these lines instead.
#define TESTSKEW_SKIP(reason)                              \
    do {                                                   \
        std::cout << "SKIPPED: " << (reason) << std::endl; \
        return;                                            \
    } while (false)
#endif
