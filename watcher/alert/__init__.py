"""Finding -> Alerts: who is told, in which words, through which channel."""
