#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "ci/expression.hpp"
#include "ci/job.hpp"
#include "util/text_budget.hpp"

/// What an Azure pipeline knows where a value or a condition stands. Private to this folder.
namespace testskew::ci {

/// Variables and parameters by their names in lower case: Azure does not tell a from A.
struct AzureScope {
    std::map<std::string, Said> variables, parameters;
    std::shared_ptr<TextBudget> budget = std::make_shared<TextBudget>(1'000'000, 16 * 1024 * 1024);  ///< of the file
};

/// Replaces $(name) by the variable of that name, and ${{ parameters.x }} and ${{ variables.x }} by theirs.
std::string with_macros(const std::string& text, const AzureScope& scope, bool* unknown = nullptr);

/// What a condition of Azure is worth: eq(variables['python.version'], '3.8'). What a run sets is not known.
Worth azure_condition(const std::string& text, const AzureScope& scope);

/// Adds a step to a job: a script, a task that means an action, or a step in PowerShell, which is only named. One whose
/// condition does not hold is left out.
void add_azure_step(const Yaml& item, const AzureScope& scope, Job& job);

/// The member of an item of a list that is only there under a condition: `${{ if eq(...) }}:`, `${{ else }}:`,
/// `${{ each ... }}:`. nullptr for any other item.
const Yaml::Member* inserted(const Yaml& item);

/// Which of the items of an if, elseif and else are there.
class AzureChoices {
public:
    /// Whether this item is there; nullopt if only a run knows.
    std::optional<bool> next(const std::string& name, const AzureScope& scope);

private:
    std::optional<bool> before_ = true;  ///< none of the items before was there
};

}  // namespace testskew::ci
