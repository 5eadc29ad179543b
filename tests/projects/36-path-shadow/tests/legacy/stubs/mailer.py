def send(to, text):
    return {"to": to, "sent": False}
