"""The site on one machine: real servers that run without Docker."""
