#pragma once
#include <string>

/// What every page of HTML has.
namespace testskew::report {

/// The page up to its body: no script, no network, nothing but its own style sheet.
std::string html_head(const std::string& title);

/// A part of a page with its title; "" if there is nothing in it.
std::string html_section(const std::string& id, const std::string& title, const std::string& content);

}  // namespace testskew::report
