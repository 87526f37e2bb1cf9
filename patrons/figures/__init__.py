"""What the ledger comes to. Every figure is defined in docs/figures.md with the question that gives the same number.

Two words are used throughout, each with one meaning:

kept: what of a payment is still here, its charge with all refunds, disputes and corrections of that payment
    taken off, whenever they happened. A payment of which nothing is kept is none.
part: what a payment is worth a month: kept // months, rounded down, once for each payment and nowhere else.

Currencies are never added up, and pretended money is never counted.
"""
