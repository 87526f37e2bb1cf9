"""Which address of the fake does what."""

from typing import Any

from . import billing, moving, pages
from .state import ApiError, State, listing

KINDS = {
    "customers": "customer", "products": "product", "prices": "price", "checkout/sessions": "checkout.session",
    "payment_intents": "payment_intent", "charges": "charge", "balance_transactions": "balance_transaction",
    "subscriptions": "subscription", "invoices": "invoice", "invoice_payments": "invoice_payment",
    "refunds": "refund", "disputes": "dispute", "events": "event", "webhook_endpoints": "webhook_endpoint",
}  # fmt: skip


def answer(state: State, method: str, path: str, params: dict[str, Any]) -> dict[str, Any]:
    expand = params.pop("expand", [])
    parts = path.removeprefix("/v1/").split("/")
    group = "/".join(parts[:2]) if parts[0] in ("checkout", "billing_portal") else parts[0]
    rest = parts[group.count("/") + 1 :]
    found = _do(state, method, group, rest, params)
    if found is None:
        kind = KINDS.get(group)
        if method != "GET" or kind is None or len(rest) > 1:
            raise ApiError(404, f"Unrecognized request URL ({method}: {path}).")
        found = state.get(rest[0], kind) if rest else _list(state, path, kind, params)
    return state.expanded(found, expand)


def _do(state: State, method: str, group: str, rest: list[str], wanted: dict[str, Any]) -> dict[str, Any] | None:
    match (method, group, rest):
        case ("POST", "customers", []):
            made = state.new("customer", "cus", **wanted)
            state.event("customer.created", made)
            return made
        case ("POST", "products", []):
            return state.new("product", "prod", **wanted)
        case ("POST", "prices", []):
            return billing.price(state, wanted)
        case ("POST", "checkout/sessions", []):
            return pages.create(state, wanted)
        case ("POST", "checkout/sessions", [ref, "expire"]):
            return pages.expire(state, state.get(ref, "checkout.session"))
        case ("POST", "billing_portal/sessions", []):
            return pages.portal(state, wanted)
        case ("POST", "subscriptions", [ref]):
            return billing.update(state, state.get(ref, "subscription"), wanted)
        case ("DELETE", "subscriptions", [ref]):
            return billing.end(state, state.get(ref, "subscription"))
        case ("POST", "refunds", []):
            return moving.refund(state, wanted)
        case ("POST", "webhook_endpoints", []):
            made = state.new("webhook_endpoint", "we", url=wanted["url"], enabled_events=wanted["enabled_events"])
            state.endpoints.append({**made, "secret": state.name("whsec")})
            return state.endpoints[-1]
    return None


def _list(state: State, path: str, kind: str, params: dict[str, Any]) -> dict[str, Any]:
    found = [one for one in state.all(kind) if _fits(one, params)]
    if after := params.get("starting_after"):
        names = [one["id"] for one in found]
        found = found[names.index(after) + 1 :]
    limit = int(params.get("limit", 10))
    if not 1 <= limit <= 100:
        raise ApiError(400, "This value must be between 1 and 100.", param="limit")
    return listing(path, found[:limit], len(found) > limit)


def _fits(one: dict[str, Any], params: dict[str, Any]) -> bool:
    for name, wanted in params.items():
        match name:
            case "limit" | "starting_after":
                continue
            case "created":
                if one["created"] < int(wanted["gte"]):
                    return False
            case "types":
                if one["type"] not in wanted:
                    return False
            case "status" if one["object"] == "subscription" and wanted == "all":
                continue
            case "payment":
                if one["payment"]["payment_intent"] != wanted["payment_intent"]:
                    return False
            case _:
                if one.get(name) != wanted:
                    return False
    return one["object"] != "subscription" or params.get("status") == "all" or one["status"] != "canceled"
