from enum import StrEnum


class ActorType(StrEnum):
    API_TOKEN = "API_TOKEN"
    POLICY = "POLICY"
    USER = "USER"

    def __str__(self) -> str:
        return str(self.value)
