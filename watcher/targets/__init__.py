"""targets.yaml: read, checked and turned into the facts of `watcher.core`."""
