"""`python -m gateway.cli` is `bihuan`."""

from gateway.cli import main

main()
