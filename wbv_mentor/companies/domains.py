"""Mail domains: one way of writing each, and which can belong to a company at all.

Domains are entered by the coordination, never guessed from contacts. A provider open to everybody
is no company's domain: its entry would lock out every private address there (pathways.md, Addresses).
"""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from wbv_mentor.errors import Refused, say

PROVIDERS = frozenset({
    "aol.com", "aol.de", "arcor.de", "bluewin.ch", "email.de", "fastmail.com", "freemail.de",
    "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.eu", "gmx.info", "gmx.net",
    "gmx.org", "googlemail.com", "hey.com", "hotmail.com", "hotmail.de", "hotmail.fr", "icloud.com",
    "inbox.lv", "kabelbw.de", "kabelmail.de", "live.com", "live.de", "mac.com", "magenta.de", "mail.com",
    "mail.de", "mail.ru", "mailbox.org", "mailfence.com", "me.com", "msn.com", "netcologne.de",
    "o2mail.de", "o2online.de", "online.de", "orange.fr", "outlook.com", "outlook.de", "outlook.fr",
    "pm.me", "posteo.de", "posteo.net", "proton.me", "protonmail.ch", "protonmail.com", "rocketmail.com",
    "runbox.com", "t-online.de", "tuta.com", "tutamail.com", "tutanota.com", "tutanota.de",
    "unity-mail.de", "unitybox.de", "vodafone.de", "vodafonemail.de", "wanadoo.fr", "web.de", "yahoo.com",
    "yahoo.de", "yahoo.fr", "yandex.ru", "ymail.com", "zoho.com",
})  # fmt: skip
SEPARATORS = re.compile(r"[\s,;]+")


def read_domains(text: str) -> list[str]:
    """The domains typed into one field, each once, in their order; Refused for one that cannot be."""
    found = [normalise_domain(part) for part in SEPARATORS.split(text) if part]
    return list(dict.fromkeys(found))


def normalise_domain(text: str) -> str:
    """A domain as it is stored and compared: small letters, internationalised names in ASCII.

    Takes what people paste: "@firma.de", "info@firma.de", "https://www.firma.de/kontakt". Refused if
    it is no domain, or belongs to a provider open to everybody.
    """
    typed = text.strip().lower()
    bare = re.sub(r"^[a-z]+://", "", typed).partition("/")[0].rpartition("@")[2]
    bare = bare.removeprefix("www.").rstrip(".")
    try:
        domain = domain_of(f"name@{bare}")
    except EmailNotValidError:
        raise Refused(
            say("„%(typed)s“ ist keine Domain. Geben Sie zum Beispiel firma.de ein.", typed=typed[:100]),
            field="domains",
        ) from None
    if PROVIDERS & set(with_parents(domain)):
        raise Refused(
            say(
                "%(domain)s gehört keinem Betrieb: Dort hat jede*r ein Postfach. "
                "Bitte tragen Sie nur Domains ein, die dem Betrieb selbst gehören.",
                domain=domain,
            ),
            field="domains",
        )
    return domain


def domain_of(email: str) -> str:
    """The domain of an address in ASCII. Raises EmailNotValidError if it is no address."""
    return str(validate_email(email, check_deliverability=False).ascii_domain).lower()


def in_ascii(search: str) -> str:
    """A part of a domain as it is stored; what cannot be one is only put into small letters."""
    try:
        return search.lower().encode("idna").decode()
    except UnicodeError:
        return search.lower()


def with_parents(domain: str) -> list[str]:
    """The domain and all above it that are not a mere top level: a.b.de, b.de."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
