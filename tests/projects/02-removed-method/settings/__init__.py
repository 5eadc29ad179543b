import configparser
import io


def parse(text):
    parser = configparser.ConfigParser()
    parser.readfp(io.StringIO(text))
    return {section: dict(parser[section]) for section in parser.sections()}
