"""Who wrote in an archive: people of ours, or people without access who may claim their posts."""

from allauth.account.models import EmailAddress

from communities.circles.models import Community
from communities.people.models import User
from forums.mail.parsing import ParsedMessage


class Authors:
    """Finds or makes each author once."""

    def __init__(self, community: Community) -> None:
        self._community = community
        self._people: dict[str, User] = {}

    def person_of(self, message: ParsedMessage) -> User:
        """Return the author of a message, made if need be."""
        key = message.author_key
        found = self.known(key, message.author_name, message.author_address)
        if found is None:
            found = User.objects.create(
                email=None,
                claim_email=message.author_address.lower(),
                display_name=(message.author_name or message.author_address.partition("@")[0])[:80],
                language=self._community.language,
                password="!",  # noqa: S106 -- Django's mark of a password nobody has
            )
            self._people[key] = found
        return found

    def known(self, key: str, name: str, address: str) -> User | None:
        """Return an author who is here already: by proven address, by archive, or by name."""
        if key not in self._people:
            found = self._by_address(address) if address else self._by_name(name)
            if found is None:
                return None
            self._people[key] = found
        return self._people[key]

    def _by_address(self, address: str) -> User | None:
        proven = EmailAddress.objects.filter(email__iexact=address, verified=True)
        link = proven.select_related("user").first()
        if link is not None:
            return User.objects.get(pk=link.user_id)
        return User.objects.filter(claim_email=address.lower()).first()

    def _by_name(self, name: str) -> User | None:
        rows = User.objects.filter(
            email__isnull=True,
            claim_email="",
            closed_at__isnull=True,
            display_name=name[:80],
            posts__topic__forum__space__community=self._community,
        )
        return rows.first()
