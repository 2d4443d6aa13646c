"""The bundled catalogue of platforms: which documents they publish, and how their pages are recognised."""
