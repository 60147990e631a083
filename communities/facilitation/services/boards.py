"""Keeping the facilitators' private board."""

from django.db import transaction

from communities.facilitation.models import Board, Session


@transaction.atomic
def keep_board(*, session: Session, aim: str, sequence: str, material: str, fallback: str) -> bool:
    """Keep what the facilitators note for themselves; tell whether it changed."""
    board, is_new = Board.objects.get_or_create(session=session)
    words = {"aim": aim, "sequence": sequence, "material": material, "fallback": fallback}
    changed = [name for name, text in words.items() if getattr(board, name) != text]
    for name in changed:
        setattr(board, name, words[name])
    if changed:
        board.save(update_fields=changed)
    return is_new or bool(changed)
