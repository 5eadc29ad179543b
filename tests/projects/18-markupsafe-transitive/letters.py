def render(name):
    from jinja2 import Template

    return Template("Dear {{ name }},").render(name=name)
