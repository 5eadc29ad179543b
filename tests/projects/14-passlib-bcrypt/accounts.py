from passlib.context import CryptContext

passwords = CryptContext(schemes=["bcrypt"], bcrypt__rounds=4)


def register(name, password):
    return {"name": name, "hash": passwords.hash(password)}


def check(account, password):
    return passwords.verify(password, account["hash"])
