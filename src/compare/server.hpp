#pragma once
#include "model/recording.hpp"

namespace testskew::compare {

/// The recorded server exception that caused the failure of a phase, if there is one, and its role in the failure's
/// identity.
struct ServerChoice {
    /// What the exception is to the identity of the failure.
    enum class Role {
        identity,  ///< it is the failure
        part,      ///< the identity consists of it and of the test's own exception
        evidence   ///< it is only shown, because not every interpreter could have seen it
    };
    const ServerException* exception = nullptr;
    Role role = Role::identity;
};

/// Chooses among the exceptions recorded during a test (docs/fingerprints.md, "Server exceptions"); `exception` is null
/// if none of them counts.
ServerChoice choose_server_exception(const TestRecord& test, const PhaseRecord& phase);

}  // namespace testskew::compare
