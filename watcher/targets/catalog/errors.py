"""The error of a target that asks the catalogue for what it does not have."""


class CatalogError(Exception):
    """`key` is the key of the target that is to be changed."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key
