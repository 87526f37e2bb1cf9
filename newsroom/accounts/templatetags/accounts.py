"""Words about people and roles."""

from django import template

from newsroom.accounts.roles import called

register = template.Library()
register.filter("role_name", called)
