"""Stripe: hosted Checkout, subscriptions, refunds, disputes. See docs/providers/stripe.md."""
