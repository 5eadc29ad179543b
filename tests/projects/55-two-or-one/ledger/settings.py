fee = 0
