# needs: quart
# request: POST /login 500
# handled: anything
import asyncio

import quart

app = quart.Quart(__name__)
app.config["TESTING"] = True
USERS = {"ann": "secret"}


@app.errorhandler(Exception)
async def anything(error):
    return "internal", 500


@app.route("/login", methods=["POST"])
async def login():
    form = await quart.request.form
    return "in" if USERS[form["user"]] == form["password"] else "out"  # raised here


async def post(**form):
    return (await app.test_client().post("/login", form=form)).status_code


def test_fails():
    assert asyncio.run(post(user="bob", password="secret")) == 200


def test_passes():
    assert asyncio.run(post(user="ann", password="secret")) == 200
