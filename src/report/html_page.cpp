#include "report/html_page.hpp"

#include <fmt/core.h>

#include "report/html_style.hpp"
#include "report/html_words.hpp"

namespace testskew::report {

std::string html_head(const std::string& title) {
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
           "base-uri 'none'; form-action 'none'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
           "<title>" +
           html_text(title) + "</title>\n<style>" + html_style() + "</style>\n</head>\n";
}

std::string html_section(const std::string& id, const std::string& title, const std::string& content) {
    if (content.empty()) return "";
    return fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-head\">\n<h2 id=\"{0}-head\">{1}</h2>\n", id,
                       html_text(title)) +
           content + "</section>\n";
}

}  // namespace testskew::report
