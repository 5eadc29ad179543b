#pragma once
#include "model/comparison.hpp"

namespace testskew::compare {

/// What a report shows of a chain: the exception that says most, and the innermost frame of the project in it.
Failure shown(const ExceptionChain& chain, TestPhase phase);

/// Puts a server exception in front: it becomes what the failure shows, and the test's own exception becomes the
/// failure's `assertion`.
void show_server_exception(Failure& failure, const ServerException& exception);

/// True if that exception only carries the status of an answer (HTTPException), so that what it was raised from says
/// more.
bool carries_answer(const ExceptionRecord& exception);

}  // namespace testskew::compare
