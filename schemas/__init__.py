"""Words: the messages, values and settings on which two processes must agree."""
