// Reads lines {"id", "bad", "good", "chain"} (the chain as the probe records it) and prints a line {"id", "api"} for
// each: what explain() says if the interpreter was proven to be the cause. With --lookup it reads names and prints
// {"name", "has", "since", "until"} for each, and at the end the time that it took.
#include <boost/json.hpp>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

#include "explain/explain.hpp"
#include "explain/history.hpp"
#include "recording/values.hpp"
#include "report/api_words.hpp"

using namespace testskew;
using nlohmann::json;

namespace {

void look_up(const std::string& line) {
    const auto& atlas = explain::Atlas::standard();
    const auto space = line.find(' ');
    const std::string name = line.substr(0, space);
    const auto history = space == std::string::npos ? explain::presence(atlas, name)
                                                    : explain::parameter(atlas, name, line.substr(space + 1));
    std::string has;
    for (const auto known : history)
        has += known == explain::Known::yes ? 'y' : known == explain::Known::no ? 'n' : '?';
    std::cout << json({{"name", line},
                       {"has", has},
                       {"since", explain::since(atlas, history)},
                       {"until", explain::until(atlas, history)}})
                     .dump()
              << "\n";
}

void explain_one(const std::string& line) {
    const json request = json::parse(line);
    Cause cause;
    cause.factors = {Factor::interpreter};
    cause.verdict = VerdictKind::proven;
    Failure failure;
    failure.chain = recording::chain(boost::json::parse(line));
    if (!failure.chain.empty()) failure.type = failure.chain[0].type, failure.message = failure.chain[0].message;
    json found = json::array();
    for (const auto& api : explain::explain(cause, failure, std::nullopt, request.at("bad"), request.at("good"),
                                            explain::Atlas::standard(), {}))
        found.push_back({{"name", api.name},
                         {"what", report::api_part_words(api)},
                         {"since", api.since},
                         {"until", api.until},
                         {"instead", api.instead}});
    std::cout << json({{"id", request.at("id")}, {"api", found}}).dump() << "\n";
}

}  // namespace

int main(int argc, char* argv[]) {
    const bool lookup = argc > 1 && std::string(argv[1]) == "--lookup";
    for (std::string line; std::getline(std::cin, line);) lookup ? look_up(line) : explain_one(line);
}
