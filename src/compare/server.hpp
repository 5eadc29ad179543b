#pragma once
#include "model/recording.hpp"

namespace testskew::compare {

/// Which recorded server exception, if any, a failed phase is due to, and what it is to the failure's identity.
struct ServerChoice {
    enum class Role {
        identity,  ///< it is the failure
        part,      ///< it tells failures apart, together with the test's own
        evidence   ///< shown only: not every interpreter could have seen it
    };
    const ServerException* exception = nullptr;
    Role role = Role::identity;
};

/// Chooses among the exceptions recorded during a test (docs/fingerprints.md, "Server exceptions").
ServerChoice choose_server_exception(const TestRecord& test, const PhaseRecord& phase);

}  // namespace testskew::compare
