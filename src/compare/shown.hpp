#pragma once
#include "model/comparison.hpp"

namespace testskew::compare {

/// What a report shows of a chain: the exception that says most, and the innermost frame of the project in it.
Failure shown(const ExceptionChain& chain, const std::string& phase);

/// Puts a server exception in front: it becomes what the failure shows, the test's own exception becomes its
/// `assertion`.
void show_server_exception(Failure& failure, const ServerException& exception);

/// Whether that exception only carries an answer's status (HTTPException): what it was raised from says more.
bool carries_answer(const ExceptionRecord& exception);

}  // namespace testskew::compare
