"""How a company is named in an address: its SIREN, or its key when it has none."""

from django.urls import register_converter


class CompanyIdentifier:
    """Nine digits, or a UUID."""

    regex = "[0-9]{9}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    def to_python(self, value: str) -> str:
        """The identifier as text; halle.companies.scope makes it a company."""
        return value

    def to_url(self, value: object) -> str:
        """Text as it stands."""
        return str(value)


register_converter(CompanyIdentifier, "company")
