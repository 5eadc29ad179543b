#include "cli/manual.hpp"

#include "catch.hpp"

using namespace testskew::cli;

TEST_CASE("the manual page escapes what roff would read") {
    CommandHelp program;
    program.about = "\\n a back-slash";
    CommandHelp run;
    run.name = "run";
    run.about = ".first in a line";
    OptionHelp hidden, shown;
    hidden.names = {"--hidden"};
    hidden.hidden = true;
    shown.names = {"-s", "--shown-here"};
    shown.value = "FILE";
    shown.about = "'quoted";
    shown.initial = "x";
    run.options = {hidden, shown};
    run.examples = {"testskew run -x"};
    program.commands = {run};
    const std::string page = manual_page(program, "1.2.3");
    CHECK(page.find(".TH TESTSKEW 1 \"\" \"testskew 1.2.3\"") == 0);
    CHECK(page.find("\\en a back\\-slash") != std::string::npos);
    CHECK(page.find("\n\\&.first in a line") != std::string::npos);
    CHECK(page.find("\n\\&'quoted (default: x)\n") != std::string::npos);
    CHECK(page.find("\\fB\\-s\\fR, \\fB\\-\\-shown\\-here\\fR \\fIFILE\\fR") != std::string::npos);
    CHECK(page.find("hidden") == std::string::npos);
    CHECK(page.find("testskew run \\-x") != std::string::npos);
}
