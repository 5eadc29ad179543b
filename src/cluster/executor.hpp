#pragma once
#include <string>

namespace testskew::cluster {

/// Where sessions run, as --executor names it.
struct Executor {
    std::string address;  ///< of a Dask scheduler, in Dask's words: "tcp://10.0.0.7:8786", "tls://..."; "" for `local`
    int local = 0;        ///< if above 0, a cluster of so many worker processes is started on this machine
};

/// Reads `dask://HOST:PORT`, `dask+tls://HOST:PORT` or `dask-local:N`. Throws Error (exit code 2).
Executor read_executor(const std::string& text);

}  // namespace testskew::cluster
