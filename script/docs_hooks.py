"""What mkdocs asks for when script/docs builds the site: one page is made from the schema of report.json."""

import json
import re

from mkdocs.structure.files import File

INTRODUCTION = """# report.json

`testskew run --json -` prints it, `--json FILE` writes it, and each run keeps one in `.testskew/runs/`.
Every path in it is relative to the project. This page is made from the [JSON Schema](report.schema.json), which the
program's output is tested against. New fields may come; those that are here stay as long as `schema` is 1.
[For coding agents](agents.md) says what to read first.
"""


def kind(schema):
    """The type of a value, in a few words with links."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"] if value != "")
    if "anyOf" in schema:
        return " or ".join(kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return "list of " + kind(schema["items"])
    if schema.get("type") == "object":
        members = schema.get("properties", {})
        named = (f"`{name}`: {kind(member)}" for name, member in members.items())
        return "object (" + "; ".join(named) + ")" if members else "object"
    return schema.get("type", "anything")


def cell(text):
    return re.sub(r"(?<!\\)\|", r"\\|", text.replace("\n", " "))


def report_page(schema):
    """The text of the page. report comes first, then what it is made of, in the order in which it needs them."""
    definitions = schema["$defs"]
    order = ["report"]
    for name in order:
        for found in re.findall(r'"#/\$defs/(\w+)"', json.dumps(definitions[name])):
            if found not in order:
                order.append(found)
    order += [name for name in definitions if name not in order]
    lines = [INTRODUCTION]
    for name in order:
        definition = definitions[name]
        lines += [f"## {name}", "", definition.get("description", ""), ""]
        if "properties" not in definition:
            lines += ["One of " + kind(definition) + "." if "enum" in definition else kind(definition), ""]
            continue
        lines += ["| field | type | meaning |", "|---|---|---|"]
        for field, of in definition["properties"].items():
            lines.append(f"| `{field}` | {cell(kind(of))} | {cell(of.get('description', ''))} |")
        lines.append("")
    return "\n".join(lines)


def on_files(files, config):
    """Adds the page of report.json (an event of mkdocs: https://www.mkdocs.org/dev-guide/plugins/#events)."""
    schema = files.get_file_from_path("report.schema.json")
    with open(schema.abs_src_path, encoding="utf-8") as file:
        page = report_page(json.load(file))
    files.append(File.generated(config, "report-json.md", content=page))
    return files
