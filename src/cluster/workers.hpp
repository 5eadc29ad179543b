#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "model/interpreter.hpp"

/// What the workers of a cluster are, and which of them are alike. Pure functions.
namespace testskew::cluster {

/// What a worker says of itself (`testskew session --facts`), with what the scheduler knows of it.
struct Worker {
    std::string address;  ///< Dask's: "tcp://10.0.0.8:40123"
    std::string host;     ///< as people know it
    int threads = 1;      ///< how many sessions it can run at a time
    std::string problem;  ///< why it cannot be used; "" if it can
    std::string version;  ///< of its testskew
    std::string os, cpu, workspace, uv;
    std::vector<Interpreter> interpreters;
};

/// Workers on which a session has the same surroundings.
struct Kind {
    std::string name;  ///< as people read it: "Debian GNU/Linux 12 (bookworm), x86_64, glibc 2.36"
    std::string key;   ///< all in which two kinds may differ
    std::vector<Worker> workers;
    int slots() const;  ///< how many sessions its workers can run at a time
};

/// A worker that cannot be used, and why.
struct LeftOut {
    std::string worker, reason;
};

/// The workers of a cluster, sorted: the kind with the most slots comes first.
struct Kinds {
    std::vector<Kind> kinds;
    std::vector<LeftOut> left_out;
};

/// The facts of this machine as `testskew session --facts` prints them.
nlohmann::json facts_document(const Worker& facts);

/// Reads what a worker said of itself into `worker`. What cannot be read is its problem.
void read_facts(const nlohmann::json& document, Worker& worker);

/// The interpreter of a worker that stands for one of this machine: of the same version, and of the same build if it
/// has one. nullptr if it has none.
const Interpreter* like(const Interpreter& wanted, const std::vector<Interpreter>& interpreters);

/// Why a worker cannot run sessions of these interpreters; "" if it can.
std::string why_not(const Worker& worker, const std::vector<Interpreter>& wanted);

/// The kind of a worker that can run sessions of these interpreters.
Kind kind_of(const Worker& worker, const std::vector<Interpreter>& wanted);

/// Puts workers together that are alike as far as these interpreters are concerned.
Kinds kinds_of(const std::vector<Worker>& workers, const std::vector<Interpreter>& wanted);

/// The reasons for which workers are left out, one line for each reason with the workers that it holds for.
std::vector<std::string> left_out_lines(const std::vector<LeftOut>& left_out);

/// True if nothing that is sent between testskew, the scheduler and these workers leaves this machine, or all of it is
/// encrypted.
bool is_private(const std::string& scheduler, const std::vector<Worker>& workers);

}  // namespace testskew::cluster
