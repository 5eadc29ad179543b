#include "hook/hook_file.hpp"

#include "catch.hpp"

using namespace testskew::hook;

namespace {

const std::string husky = "#!/usr/bin/env sh\n. \"$(dirname \"$0\")/h\"";

Call inside() {
    Call call;
    call.placement = Placement::inside;
    call.program = "/opt/a b/testskew";
    return call;
}

}  // namespace

TEST_CASE("a call inside a hook goes away without a trace") {
    for (const std::string& original : {husky, std::string("#!/bin/sh\n"), std::string("#!/bin/bash -e\n\n\nexit 1\n"),
                                        std::string("#!/bin/sh\nprintf '\xff'\n")}) {
        const std::string text = with_call(inside(), original);
        CHECK(text.find(original.substr(0, original.find('\n') + 1)) == 0);
        const auto found = find_call(text);
        REQUIRE(found);
        CHECK(found->rest == original);
        CHECK(found->call == inside());
        CHECK_FALSE(find_call(found->rest));
    }
}

TEST_CASE("what others wrote around the call stays") {
    const auto found = find_call(with_call(inside(), husky) + "\necho more\n");
    REQUIRE(found);
    CHECK(found->rest == husky + "\necho more\n");
}

TEST_CASE("a hook of our own holds nothing else") {
    Call call;
    call.program = "/usr/bin/testskew";
    call.project = "services/a b";
    call.made_folder = true;
    const std::string text = with_call(call, "");
    CHECK(text.find("--existing") == std::string::npos);
    const auto found = find_call(text);
    REQUIRE(found);
    CHECK(found->call == call);
    CHECK(only_ours(found->rest));
    CHECK_FALSE(only_ours(found->rest + "echo\n"));
}

TEST_CASE("a hook beside keeps its name") {
    Call call;
    call.placement = Placement::beside;
    call.program = "/usr/bin/testskew";
    call.kept = kept_name;
    CHECK(find_call(with_call(call, ""))->call == call);
    CHECK(with_call(call, "").find("--existing \"$(dirname -- \"$0\")\"/pre-push.before-testskew") !=
          std::string::npos);
    call.runs_kept = false;
    CHECK(find_call(with_call(call, ""))->call == call);
    CHECK(with_call(call, "").find("--existing") == std::string::npos);
}

TEST_CASE("only scripts of a POSIX shell take a call inside") {
    for (const char* text : {"#!/bin/sh\n", "#! /bin/sh\n", "#!/usr/bin/env bash\nx", "#!/usr/local/bin/zsh -e\n"})
        CHECK(takes_call_inside(text));
    for (const char* text :
         {"#!/usr/bin/env python3\n", "#!/bin/sh", "#!/bin/sh\r\necho\r\n", "echo\n", "", "#!/usr/bin/fish\n",
          "\x7f"
          "ELF"})
        CHECK_FALSE(takes_call_inside(text));
    CHECK_FALSE(takes_call_inside(std::string("#!/bin/sh\n\0", 11)));
}

TEST_CASE("only the path of testskew is exchanged in lines that were changed") {
    const std::string text = with_call(inside(), husky);
    Call other = inside();
    other.program = "/usr/bin/testskew";
    CHECK(with_program(text, other.program) == with_call(other, husky));
    CHECK(with_program(husky, other.program) == husky);
    CHECK(find_call(text)->form == call_form);
    CHECK(find_call("# >>> testskew >>> placement=alone\n# <<< testskew <<<\n")->form == 0);
}

TEST_CASE("lines of the first form are known, with their project") {
    const auto found = find_call(
        "#!/bin/sh\n# >>> testskew >>> form=1 placement=alone runs_kept=1 made_folder=0 x\nif :; then\n"
        "    testskew=/usr/bin/testskew\n"
        "    [ -z \"$testskew\" ] || exec \"$testskew\" hook run --project 'a b' \"$@\"\nfi\n# <<< testskew <<<\n");
    REQUIRE(found);
    CHECK(found->form == 1);
    CHECK(found->call.project == "a b");
    CHECK(found->call.program == "/usr/bin/testskew");
}

TEST_CASE("a status of a crash is none of a hook's own") {
    for (const int status : {132, 134, 135, 136, 137, 139}) CHECK(is_crash(status));
    for (const int status : {0, 1, 2, 3, 126, 127, 129, 130, 143}) CHECK_FALSE(is_crash(status));
}

TEST_CASE("a call that was cut or changed is none") {
    const std::string text = with_call(inside(), husky);
    CHECK_FALSE(find_call(text.substr(0, text.find("# <<<"))));
    CHECK_FALSE(find_call("# >>> testskew >>> placement=elsewhere\n# <<< testskew <<<\n"));
    CHECK_FALSE(find_call(husky));
}
