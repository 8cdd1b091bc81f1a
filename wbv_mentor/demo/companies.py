"""Fifteen invented companies in Saarland, of every size."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Firm:
    """A company of the demo as it stands in the directory."""

    name: str
    size: str
    domains: tuple[str, ...] = ()


FIRMS = (
    Firm("Metallbau Kessler GmbH", "10_to_49", ("metallbau-kessler.example",)),
    Firm("SaarGuss Neunkirchen AG", "250_and_more", ("saarguss.example",)),
    Firm("Pflegedienst Warndt", "50_to_249", ("pflege-warndt.example",)),
    Firm("Bäckerei Thiel", "under_10"),
    Firm("Blies Logistik GmbH & Co. KG", "50_to_249", ("blies-logistik.example",)),
    Firm("Stadtwerke Homburg-Süd", "50_to_249", ("stadtwerke-homburg-sued.example",)),
    Firm("Dillinger Rohrwerk GmbH", "250_and_more", ("dillinger-rohrwerk.example", "drw-gruppe.example")),
    Firm("Klinikum Köllertal", "250_and_more", ("klinikum-koellertal.example",)),
    Firm("Autohaus Prims GmbH", "10_to_49", ("autohaus-prims.example",)),
    Firm("Schreinerei Engel & Sohn", "under_10"),
    Firm("Saarpfalz Kunststofftechnik GmbH", "50_to_249", ("saarpfalz-kunststoff.example",)),
    Firm("Hochwald Molkerei eG", "50_to_249", ("hochwald-molkerei.example",)),
    Firm("Elektro Lang Merzig", "10_to_49", ("elektro-lang.example",)),
    Firm("Bosen Antriebstechnik GmbH", "250_and_more", ("bosen-antriebe.example",)),
    Firm("Steuerkanzlei Hessler", "under_10", ("kanzlei-hessler.example",)),
)
