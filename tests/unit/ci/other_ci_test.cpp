// GitLab, CircleCI and Azure beyond their simplest forms.
#include "catch.hpp"
#include "ci/choose.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::ci;
using Lines = std::vector<std::string>;

namespace {

Lines said_lines(const Leg& leg) {
    Lines result;
    for (const auto& one : leg.requirements) result.push_back(one.line + " " + one.origin.text());
    return result;
}

Leg chosen(const Folder& folder, const Lines& wanted = {}) {
    return choose_leg({folder.path.string()}, {"", leg_pairs(wanted)}).leg;
}

std::string value_of(const Leg& leg, const std::string& name) {
    const auto found = leg.environ.find(name);
    return found == leg.environ.end() ? "-" : found->second.value.value_or("?");
}

}  // namespace

TEST_CASE("what GitLab includes is said with its own file and line") {
    Folder folder;
    folder.write("ci/t.yml", R"(
variables:
  MODE: fast
.base:
  image: python:3.11
  before_script:
    - pip install one
    - |
      pip install two
      pip install three
)");
    folder.write(".gitlab-ci.yml", R"(include: /ci/t.yml
tests:
  extends: .base
  script:
    - !reference [.base, before_script]
    - pytest
)");
    const Leg leg = chosen(folder);
    CHECK(leg.python.origin.text() == "ci/t.yml:5");
    CHECK(said_lines(leg) == Lines{"one ci/t.yml:7", "two ci/t.yml:9", "three ci/t.yml:10"});
    CHECK(leg.environ.at("MODE").origin.text() == "ci/t.yml:3");
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->origin.text() == ".gitlab-ci.yml:6");
}

TEST_CASE("a job of GitLab may inherit nothing, and a rule may set what only a run knows") {
    Folder folder;
    folder.write(".gitlab-ci.yml", R"(
default:
  before_script: [pip install global]
  image: python:3.9
variables: {GLOBAL: "1", KEPT: "2", PRICE: "$$5", OTHER: "x$RULED"}
tests:
  image: python:3.11
  inherit: {default: false, variables: [KEPT, PRICE, OTHER]}
  rules:
    - if: $CI_COMMIT_TAG
      variables: {RULED: "1"}
  script: [pytest]
)");
    const Leg leg = chosen(folder);
    CHECK(leg.requirements.empty());
    CHECK(value_of(leg, "GLOBAL") == "-");
    CHECK(value_of(leg, "KEPT") == "2");
    CHECK(value_of(leg, "PRICE") == "$5");
    CHECK(value_of(leg, "RULED") == "?");
    CHECK(value_of(leg, "OTHER") == "?");
}

TEST_CASE("a pipeline of GitLab may begin with the inputs of a component") {
    Folder folder;
    folder.write(".gitlab-ci.yml", R"(spec:
  inputs:
    version: {default: "3.11"}
    needed: {}
---
tests:
  image: python:$[[ inputs.version ]]
  variables: {A: "$[[ inputs.needed ]]"}
  script:
    - pytest
)");
    const Leg leg = chosen(folder);
    CHECK(leg.python.value == "3.11");
    CHECK(leg.python.origin.line == 7);
    CHECK(value_of(leg, "A") == "?");
}

TEST_CASE("CircleCI's choices, rows that are taken out, and parameters of the pipeline are read") {
    Folder folder;
    folder.write(".circleci/config.yml", R"(
version: 2.1
parameters: {v: {type: string, default: pipeline}}
commands:
  inner:
    parameters: {v: {type: string, default: command}}
    steps: [{run: "pip install << parameters.v >>"}]
jobs:
  build:
    parameters: {v: {type: string}, old: {type: boolean}}
    docker: [{image: "cimg/python:<< parameters.v >>"}]
    environment: {P: << pipeline.parameters.v >>, B: << pipeline.git.branch >>, V: << parameters.v >>}
    steps:
      - inner
      - when: {condition: << parameters.old >>, steps: [{run: pip install when-old}]}
      - unless: {condition: << parameters.old >>, steps: [{run: pip install unless-old}]}
      - when:
          condition: {and: [{equal: ["3.12", << parameters.v >>]}, {not: << parameters.old >>}]}
          steps: [{run: pip install newest}]
      - run: pytest
workflows:
  main:
    jobs:
      - build:
          matrix:
            parameters: {v: ["3.11", "3.12"], old: [true, false]}
            exclude: [{v: "3.12", old: true}]
)");
    const auto names = [&](const Lines& wanted) {
        Lines result;
        for (const auto& one : chosen(folder, wanted).requirements) result.push_back(one.line);
        return result;
    };
    CHECK(names({}) == Lines{"command", "unless-old", "newest"});
    CHECK(names({"v=3.11", "old=true"}) == Lines{"command", "when-old"});
    CHECK_THROWS_WITH(names({"v=3.12", "old=true"}), ContainsSubstring("no leg"));
    const Leg leg = chosen(folder);
    CHECK(value_of(leg, "P") == "pipeline");
    CHECK(value_of(leg, "B") == "?");
    CHECK(value_of(leg, "V") == "3.12");
}

TEST_CASE("templates of Azure are found from their own file, and say it") {
    Folder folder;
    folder.write("azure-pipelines.yml", "jobs:\n  - template: ci/jobs.yml\n    parameters: {extra: yes}\n");
    folder.write("ci/jobs.yml", R"(
jobs:
  - job: inner
    variables: {A: one}
    steps:
      - task: UsePythonVersion@0
        inputs: {versionSpec: "3.11"}
      - template: inner-steps.yml
      - template: /ci/steps.yml
      - script: pytest
)");
    folder.write("ci/inner-steps.yml", "steps:\n  - script: pip install inner\n");
    folder.write("ci/steps.yml", "steps:\n  - script: |\n      pip install top\n");
    const Leg leg = chosen(folder);
    CHECK(said_lines(leg) == Lines{"inner ci/inner-steps.yml:2", "top ci/steps.yml:3"});
    CHECK(leg.environ.at("A").origin.text() == "ci/jobs.yml:4");
    CHECK(leg.python.origin.text() == "ci/jobs.yml:7");
    for (const auto& note : leg.warn) CHECK(note.find("not in the repository") == std::string::npos);
}

TEST_CASE("conditions of Azure are read, and what only a run knows is said") {
    Folder folder;
    folder.write("azure-pipelines.yml", R"yaml(
parameters:
  - {name: extra, default: true}
variables:
  ${{ if eq(variables['Build.Reason'], 'Schedule') }}: {NIGHTLY: "1"}
jobs:
- job: tests
  strategy:
    matrix:
      old: {python.version: "3.8"}
      new: {python.version: "3.11"}
  steps:
    - {task: UsePythonVersion@0, inputs: {versionSpec: $(python.version)}}
    - script: pip install only38
      condition: eq(variables['python.version'], '3.8')
    - script: pip install only311
      condition: and(succeeded(), ne(variables['python.version'], '3.8'))
    - script: pip install disabled
      enabled: false
    - ${{ if eq(parameters.extra, false) }}:
      - script: pip install never
    - ${{ else }}:
      - script: pip install templated
    - pwsh: pip install frompwsh
    - script: pytest
)yaml");
    const Leg leg = chosen(folder);
    CHECK(said_lines(leg) == Lines{"only311 azure-pipelines.yml:16", "templated azure-pipelines.yml:23"});
    CHECK(value_of(leg, "NIGHTLY") == "?");
    const auto warns = [&](const std::string& text) {
        return std::any_of(leg.warn.begin(), leg.warn.end(),
                           [&](const auto& one) { return one.find(text) != std::string::npos; });
    };
    CHECK(warns("azure-pipelines.yml:24: a step in pwsh is not read"));
    CHECK(warns("azure-pipelines.yml:5: what is there under ${{ if"));

    Folder more;
    more.write("azure-pipelines.yml", R"yaml(
parameters:
  - {name: fast, default: true}
variables:
  - {name: MODE, value: usual}
  - ${{ if eq(variables['Build.Reason'], 'Schedule') }}:
    - {name: MODE, value: nightly}
  - ${{ if parameters.fast }}:
    - {name: FAST, value: "1"}
stages:
  - template: ci/stages.yml@self
)yaml");
    more.write("ci/stages.yml",
               "stages:\n- stage: s\n  variables: {S: s}\n  jobs:\n  - job: a\n    steps: [{script: pytest}]\n");
    const Leg other = chosen(more);
    CHECK(value_of(other, "MODE") == "?");
    CHECK(value_of(other, "FAST") == "1");
    CHECK(value_of(other, "S") == "s");

    Folder unknown;
    unknown.write(
        "azure-pipelines.yml",
        "jobs:\n- job: a\n  strategy: {matrix: \"$[ dependencies.b.outputs['m'] ]\"}\n  steps: [{script: pytest}]\n");
    const auto notes = chosen(unknown).not_knowable;
    CHECK(std::any_of(notes.begin(), notes.end(),
                      [](const auto& one) { return one.starts_with("the matrix of a depends on $["); }));
}
