"""The seven people one may sign in as."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody of the demo."""

    key: str
    name: str
    role: str
    language: str
    time_zone: str

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


PERSONAS = (
    Persona("awa", "Awa Diallo", "core group of the finance network", "fr", "Africa/Dakar"),
    Persona("boubacar", "Boubacar Sow", "inner circle", "fr", "Africa/Bamako"),
    Persona("chloe", "Chloé Martin", "outer circle", "fr", "Europe/Paris"),
    Persona("diego", "Diego Ruiz", "reader for a host organisation", "en", "Europe/Madrid"),
    Persona("esther", "Esther Mwangi", "signed in, member of nothing", "en", "Africa/Nairobi"),
    Persona("fatou", "Fatou Bâ", "facilitator of the learning group", "fr", "Africa/Dakar"),
    Persona("gustave", "Gustave Petit", "looks after the site", "fr", "Europe/Paris"),
)
