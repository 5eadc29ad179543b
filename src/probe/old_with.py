"""Finds the line of a with statement for Python up to 3.9. In these versions, the end of a with statement has the
number of the line that ran before it."""

# These are opcodes of 3.8 and 3.9.
SETUP_WITH, CLEANUP_3_8, CALL, AWAITABLE, YIELD_FROM, EXCEPT_3_9 = (143, 154), 81, 131, 73, 72, 49
POP_BLOCK, DUP_TOP, EXTENDED_ARG = 87, 4, 144


def leaving(code, at):
    """Returns the line of the with statement whose end is the instruction at the offset `at`, or 0 if it is not the end
    of one."""
    ops, setups, exact, extended = code.co_code, [], 0, 0
    if not 0 <= at < len(ops) - 1:  # Python did not make this frame. Cython, for example, makes frames as well.
        return 0
    if at >= 6 and ops[at] == YIELD_FROM and ops[at - 4] == AWAITABLE:
        at -= 6
    normal = (
        ops[at] == CALL
        and ops[at + 1] == 3
        and at >= 8
        and ops[at - 8] == POP_BLOCK
        and ops[at - 2] == ops[at - 4] == DUP_TOP
    )
    if not normal and ops[at] not in (CLEANUP_3_8, EXCEPT_3_9):
        return 0
    for offset in range(0, at, 2):
        argument = ops[offset + 1] | extended
        extended = argument << 8 if ops[offset] == EXTENDED_ARG else 0
        if ops[offset] in SETUP_WITH:
            target = offset + 2 + argument
            if target == at:
                exact = offset
            elif target > at:
                setups.append(offset)
    if not exact and not setups:
        return 0
    # If it is not the statement's own end, it is the copy of the end that a `return` within the statement runs.
    setup = exact or setups[-1]
    line, offset = code.co_firstlineno, 0
    for step, more in zip(code.co_lnotab[0::2], code.co_lnotab[1::2]):
        offset += step
        if offset > setup:
            break
        line += more - 256 if more > 127 else more
    return line
