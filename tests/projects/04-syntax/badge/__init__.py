def badge(member):
    return f"{member["name"]} <{member["mail"]}>"
