"""How well changes of brand pages' layout are told from what changes every day, on invented pages in real Chromium."""
