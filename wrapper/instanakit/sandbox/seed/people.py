"""The people of a seeded unit: who they are, how each names tokens, when they came, and when some of them left."""

from random import Random

import attrs


@attrs.frozen
class Person:
    """Somebody with a login; `came` and `left` are days ago, 0 for those who are still there."""

    email: str
    full_name: str
    habit: str
    came: int
    left: int = 0

    @property
    def address(self) -> str:
        """Where they work from: one of the addresses that are kept for documentation."""
        return f"192.0.2.{10 + PEOPLE.index(self)}"

    @property
    def actor(self) -> dict[str, str]:
        """The person as the audit log names it."""
        account = self.email.partition("@")[0]
        return {"type": "USER", "id": f"user-{account}", "name": self.full_name, "email": self.email}


PEOPLE = (
    Person("ana.kovac@example.com", "Ana Kovač", "kebab", came=2000),
    Person("bo.lindqvist@example.com", "Bo Lindqvist", "slashes", came=900),
    Person("chen.wei@example.com", "Chen Wei", "dated", came=620),
    Person("dara.obrien@example.com", "Dara O'Brien", "prose", came=480),
    Person("eli.stein@example.com", "Eli Stein", "shouting", came=1300),
    Person("fatou.diallo@example.com", "Fatou Diallo", "tickets", came=300),
    Person("grace.osei@example.com", "Grace Osei", "lazy", came=250),
    Person("hiro.tanaka@partner.example.net", "Hiro Tanaka", "kebab", came=160),
    Person("ines.duarte@example.com", "Ines Duarte", "dated", came=1500, left=210),
    Person("juergen.mass@example.com", "Jürgen Maß", "german", came=1800, left=400),
    Person("kofi.mensah@partner.example.net", "Kofi Mensah", "lazy", came=520, left=95),
    Person("lea.moreau@acquired.example.org", "Lea Moreau", "slashes", came=1900, left=640),
)


def somebody(chance: Random, days_ago: float) -> Person:
    """Choose one of those who were there then."""
    return chance.choice([person for person in PEOPLE if person.came >= days_ago >= person.left])
