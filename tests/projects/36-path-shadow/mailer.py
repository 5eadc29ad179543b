def send(to, text):
    return {"to": to, "sent": True, "bytes": len(text)}
