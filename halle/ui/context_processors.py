"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest  # noqa: TID251 - a context processor is given one


def site(request: HttpRequest) -> dict[str, object]:
    """The deployer's names and marks, as `house`: allauth's views put something else under `site`."""
    return {
        "house": {
            "name": settings.HALLE_NAME,
            "baseline": settings.HALLE_BASELINE,
            "owner": settings.HALLE_OWNER,
            "platform_tab": settings.HALLE_PLATFORM_TAB,
            "logo_url": settings.HALLE_LOGO_URL,
            "theme_css_url": settings.HALLE_THEME_CSS_URL,
            "accessibility": settings.HALLE_ACCESSIBILITY,
            "copyright_year": settings.HALLE_COPYRIGHT_YEAR,
            "support_email": settings.HALLE_SUPPORT_EMAIL,
            "demo": settings.DEMO,
        }
    }
