"""Definitions of others: found, read, examined, and taken into the repertoire, or refused in words.

In their order: `found` and `installed` say where they lie; `source` reads one, `guard` looks for what it may not name;
`checking` holds it against its policy, `walking` plays it in all its branches, with the persons of `trial`. All this is
done in a process of its own: `apart` starts it, `examining` is what it does. `serving` takes what held into the
repertoire, and `learning` is how a worker says so. `scaffolding` writes a definition to begin with, and `trying` is
what its tests begin with.
"""
