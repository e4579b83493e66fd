"""Parts of the pages behind sign-in."""

from django import template

from fields.text import text
from hyteportal.templatetags.drawn import say
from organisations.desk import desk
from organisations.doors import open_to
from organisations.roles import Role

register = template.Library()


@register.inclusion_tag("workspace/_menu.html", takes_context=True)
def workspace_menu(context):
    """The menu of the signed-in: what their roles open. Nothing for who is not signed in."""
    request = context["request"]
    here = desk(request) if request.user.is_authenticated else None
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "person": request.user if here else None,
        "doors": [door for door in open_to(here.roles) if door.in_menu] if here else [],
        "current": getattr(request.resolver_match, "view_name", ""),
    }


@register.simple_tag
def name_of(organisation):
    """Its name; one in another language than the page's carries its own lang."""
    return say(text(organisation, "name"))


@register.simple_tag
def role(code):
    return Role(code).words
