"""Mail domains as people type them, and which can belong to a company."""

from __future__ import annotations

import pytest

from wbv_mentor.companies.domains import PROVIDERS, in_ascii, normalise_domain, read_domains, with_parents
from wbv_mentor.errors import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("firma.de", "firma.de"),
        (" Firma.DE. ", "firma.de"),
        ("@firma.de", "firma.de"),
        ("info@firma.de", "firma.de"),
        ("https://www.firma.de/kontakt?x=1", "firma.de"),
        ("www.firma.de", "firma.de"),
        ("mail.firma.de", "mail.firma.de"),
        ("Müller-Bau.de", "xn--mller-bau-q9a.de"),
    ],
)
def test_one_way_of_writing_each(typed: str, kept: str) -> None:
    assert normalise_domain(typed) == kept


@pytest.mark.parametrize(
    "typed", ["firma", "de", "firma de.", "<b>.de", "a..de", "-", "😀", "x" * 300 + ".de"]
)
def test_what_is_no_domain_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        normalise_domain(typed)
    assert "keine Domain" in str(refused.value)
    assert refused.value.field == "domains"


@pytest.mark.parametrize("typed", ["gmail.com", "web.de", "gmx.de", "t-online.de", "WEB.DE", "mail.gmx.net"])
def test_a_provider_open_to_everybody_is_no_company(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        normalise_domain(typed)
    assert "gehört keinem Betrieb" in str(refused.value)


def test_every_provider_is_written_as_domains_are_compared() -> None:
    assert all(name == name.lower() and "." in name for name in PROVIDERS)


def test_several_domains_in_one_field_each_once_in_their_order() -> None:
    assert read_domains("b.de\na.de, b.de; @C.de\n\n") == ["b.de", "a.de", "c.de"]
    assert read_domains(" \n") == []


def test_parents_stop_above_the_top_level() -> None:
    assert with_parents("a.b.firma.de") == ["a.b.firma.de", "b.firma.de", "firma.de"]


def test_a_search_with_umlauts_finds_what_is_stored_in_ascii() -> None:
    assert in_ascii("müller-bau") == "xn--mller-bau-q9a"
    assert in_ascii("..") == ".."
