#include "cluster/executor.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::cluster {
namespace {

constexpr int most_local = 64, most_port = 65535;

/// The number that is all of the text, if it is from 1 to `most`; else 0.
int number_in(std::string_view text, int most) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= most ? number : 0;
}

}  // namespace

Executor read_executor(const std::string& text) {
    const std::string_view whole = text;
    for (const auto& [scheme, protocol] : {std::pair("dask://", "tcp://"), std::pair("dask+tls://", "tls://")}) {
        if (!whole.starts_with(scheme)) continue;
        const std::string_view place = whole.substr(std::string_view(scheme).size());
        const size_t colon = place.rfind(':');
        const bool plain =
            std::none_of(place.begin(), place.end(), [](unsigned char c) { return c <= ' ' || c > '~'; });
        if (colon != std::string_view::npos && colon > 0 && plain && number_in(place.substr(colon + 1), most_port))
            return {protocol + std::string(place), 0};
    }
    constexpr std::string_view local = "dask-local:";
    if (whole.starts_with(local))
        if (const int workers = number_in(whole.substr(local.size()), most_local)) return {"", workers};
    throw Error(
        fmt::format("--executor {}: dask://HOST:PORT or dask+tls://HOST:PORT of a Dask scheduler, or dask-local:N with "
                    "N from 1 to {} worker processes on this machine",
                    printable(text), most_local));
}

}  // namespace testskew::cluster
