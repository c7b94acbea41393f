"""What somebody would pick instead: the same lifecycle on other engines, each in a process of its own."""
