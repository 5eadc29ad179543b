#!/bin/sh
# Prints a name for a leg that no other leg of the same run has: letters, digits, points and dashes.
#   usage: leg-name.sh WORD...    the job, then what makes the leg: the values of its matrix as JSON, its index
# The name says what a reader knows the leg by; a checksum of everything makes it unique.
set -u
all=$*
readable=$(printf '%s' "$all" | tr '\n' ' ' | LC_ALL=C tr -cs 'A-Za-z0-9.' '-' | cut -c1-80)
readable=${readable#-}
readable=${readable%-}
printf '%s-%s\n' "${readable:-leg}" "$(printf '%s' "$all" | cksum | cut -d' ' -f1)"
