def notify(user):
    import mailer

    return mailer.send(user, "You have mail")["sent"]
