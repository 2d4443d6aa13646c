"""The JSON Schema of targets.yaml, for completion and help in editors."""

from watcher.targets.models import FileEntry

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, object]:
    """Accepts what the loader accepts. Whether a name is defined elsewhere in the file, the loader alone checks."""
    generated = FileEntry.model_json_schema(mode="validation")
    tidy = {key: _tidied(value) for key, value in generated.items()}
    return {"$schema": DIALECT, **tidy, "title": "targets.yaml of Watcher"}


def _tidied(part: object) -> object:
    """Without what pydantic adds and editors would show: titles made from key names, and null as a default."""
    if isinstance(part, list):
        return [_tidied(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _tidied(value) for key, value in part.items() if not _is_noise(key, value)}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return kept


def _is_noise(key: str, value: object) -> bool:
    match key:
        case "title":
            return isinstance(value, str)
        case "default":
            return value is None
        case _:
            return key == "propertyNames"
