#pragma once
#include "model/comparison.hpp"

namespace testskew::compare {

/// What a report shows of a chain: the most telling exception, and the innermost frame of the project in it.
Failure shown(const ExceptionChain& chain, TestPhase phase);

/// Makes a server exception the one that the failure shows. The test's own exception becomes the failure's `assertion`.
void show_server_exception(Failure& failure, const ServerException& exception);

/// True if the exception only carries the status of an answer (HTTPException), so that the exception from which it was
/// raised says more.
bool carries_answer(const ExceptionRecord& exception);

}  // namespace testskew::compare
