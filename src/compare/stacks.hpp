#pragma once
#include <string>
#include <vector>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::compare {

/// The frames of the thread that ran a test, outermost first and from the test's module on, in what Python's
/// faulthandler printed (https://docs.python.org/3/library/faulthandler.html). `module` is the path of the test's
/// module. It takes the thread with a frame of that module, else the current one, else the last, which is the main
/// thread. Empty if nothing was printed.
std::vector<Frame> stack_in(const std::string& dump, const std::string& module);

/// Adds to the failure of a test that did not end where it was then, as far as the recording knows: the dump that
/// testskew asks for at a time-out, or what faulthandler wrote when the process crashed.
void add_stack(Failure& failure, const Recording& recording, const TestRecord& test);

}  // namespace testskew::compare
