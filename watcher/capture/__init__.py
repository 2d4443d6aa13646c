"""Makes visits with a headless browser: an Order becomes a Capture or a Failure."""
