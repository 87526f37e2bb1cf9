"""An article's body: sanitised HTML in, page HTML out. No models, no request, no settings."""
