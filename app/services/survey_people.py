"""Whoever is asked by a survey: the languages to speak to them in, and the address that a letter goes to."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Brand, Customer, SurveyInvitation, Ticket


async def languages(session: AsyncSession, invitation: SurveyInvitation) -> list[str]:
    """What is known of them, the best first: the ticket's language, their own, the first of their brand's."""
    customer = await session.get(Customer, invitation.customer_id)
    ticket = reach = None
    if invitation.ticket_id is not None:
        ticket = (await session.exec(select(Ticket.language).where(col(Ticket.id) == invitation.ticket_id))).first()
    own = customer.speaks if customer is not None else None
    if ticket is None and own is None and invitation.brand is not None:
        reach = (await session.exec(select(Brand.reach).where(col(Brand.key) == invitation.brand))).first()
    return [each for each in (ticket, own, *((reach or {}).get("languages") or ())[:1]) if each]


async def address(session: AsyncSession, customer: Customer, ticket: Ticket | None) -> str | None:
    """Their address, or that of whoever stands for them. One that they only say is theirs counts where somebody of the
    desk has answered them there: nobody gets strangers asked by naming their address.
    """
    head = customer if customer.merged_into is None else await session.get(Customer, customer.merged_into)
    both = [each for each in (customer, head) if each is not None]
    known = next((each.email for each in both if each.email is not None), None)
    if known is not None or ticket is None or ticket.first_human_reply_at is None:
        return known
    return next((each.claimed_email for each in both if each.claimed_email is not None), None)
