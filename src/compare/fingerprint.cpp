#include "compare/fingerprint.hpp"

#include <utility>

#include "compare/chain_text.hpp"
#include "util/hash.hpp"

namespace testskew::compare {

Fingerprint hashed(std::string text) {
    Fingerprint result;
    result.digest = short_hash(text);
    result.text = std::move(text);
    return result;
}

Failure plain_failure(const std::string& type, const std::string& message, TestPhase phase) {
    Failure failure;
    failure.type = type;
    failure.message = message;
    failure.phase = phase;
    return failure;
}

Fingerprint fingerprint(const ExceptionChain& chain, const std::string& test_id) {
    return hashed(chain_text(chain, test_id));
}

}  // namespace testskew::compare
