"""Who said it, below a quotation."""

from articles.body.rendering import Rendering


def credit_quotes(rendering: Rendering) -> None:
    """Turn a last paragraph that holds only a `cite` into the quotation's `footer`."""
    for quote in rendering.root.iter("blockquote", "aside"):
        last = quote[-1] if len(quote) else None
        if last is None or last.tag != "p" or len(last) != 1 or last[0].tag != "cite":
            continue
        if not (last.text or "").strip() and not (last[0].tail or "").strip():
            last.tag = "footer"
