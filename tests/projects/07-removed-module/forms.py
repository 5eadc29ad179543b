def parse_header(line):
    import cgi

    return cgi.parse_header(line)
