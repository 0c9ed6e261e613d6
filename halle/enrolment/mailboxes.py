"""What the domain of a mailbox says of its owner, and what it does not."""

from urllib.parse import urlsplit

# Mailboxes that anybody opens in a minute: whoever reads one proves nothing about a company.
# fmt: off
FREE_MAIL = frozenset({
    "aliceadsl.fr", "aol.com", "aol.fr", "bbox.fr", "club-internet.fr", "free.fr", "gmail.com", "gmx.com", "gmx.fr",
    "googlemail.com", "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net", "libertysurf.fr", "live.com",
    "live.fr", "mac.com", "mail.com", "me.com", "msn.com", "neuf.fr", "noos.fr", "numericable.fr", "orange.fr",
    "outlook.com", "outlook.fr", "proton.me", "protonmail.ch", "protonmail.com", "sfr.fr", "tutanota.com",
    "voila.fr", "wanadoo.fr", "yahoo.com", "yahoo.fr", "yandex.com", "ymail.com", "yopmail.com", "zoho.com",
})
# fmt: on


def domain_of_mailbox(address: str) -> str:
    """« exemple.fr » of nom@exemple.fr."""
    return address.rpartition("@")[2].lower().rstrip(".")


def domain_of_site(url: str) -> str:
    """« exemple.fr » of https://www.exemple.fr/contact."""
    host = (urlsplit(url).hostname or "").lower().rstrip(".")
    return host.removeprefix("www.")


def is_free_mail(address: str) -> bool:
    """Whether anybody may open a mailbox there."""
    return domain_of_mailbox(address) in FREE_MAIL
