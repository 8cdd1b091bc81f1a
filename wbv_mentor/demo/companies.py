"""Fifteen invented companies in Saarland, of every size, with whom one turns to there."""

from __future__ import annotations

from dataclasses import dataclass

SMALL, MEDIUM, LARGE, HUGE = "under_10", "10_to_49", "50_to_249", "250_and_more"


@dataclass(frozen=True)
class Head:
    """Somebody in a company who may answer for it; `at` is the name in the mail address."""

    name: str
    function: str
    at: str
    council: bool = False


@dataclass(frozen=True)
class Firm:
    """A company of the demo as it stands in the directory. Without a domain one calls."""

    name: str
    size: str
    sites: tuple[str, ...]
    heads: tuple[Head, ...]
    domains: tuple[str, ...] = ()
    agreement: str | None = None
    training_agreement: bool | None = None


FIRMS = (
    Firm("Metallbau Kessler GmbH", MEDIUM, ("Völklingen",),
         (Head("Jürgen Kessler", "Geschäftsführer", "kessler"), Head("Maria Kessler", "Büroleitung",
         "buero")),
         ("metallbau-kessler.example",), "written", False),
    Firm("SaarGuss Neunkirchen AG", HUGE, ("Neunkirchen", "Ottweiler"),
         (Head("Dr. Anke Reiland", "Personalleitung", "reiland"),
          Head("Bernhard Kuhn", "Betriebsratsvorsitz", "betriebsrat", council=True)),
         ("saarguss.example",), "written", True),
    Firm("Pflegedienst Warndt", LARGE, ("Großrosseln",),
         (Head("Claudia Hoff", "Pflegedienstleitung", "hoff"),), ("pflege-warndt.example",), "written",
         False),
    Firm("Bäckerei Thiel", SMALL, ("St. Ingbert",), (Head("Werner Thiel", "Inhaber", ""),)),
    Firm("Blies Logistik GmbH & Co. KG", LARGE, ("Homburg", "Blieskastel"),
         (Head("Sven Marx", "Leitung Personal", "marx"),), ("blies-logistik.example",), "spoken", None),
    Firm("Stadtwerke Homburg-Süd", LARGE, ("Homburg",),
         (Head("Regine Fuchs", "Personalentwicklung", "fuchs"),
          Head("Olaf Stein", "Personalrat", "personalrat", council=True)),
         ("stadtwerke-homburg-sued.example",), "written", True),
    Firm("Dillinger Rohrwerk GmbH", HUGE, ("Dillingen",),
         (Head("Thomas Even", "Ausbildungsleitung", "even"),),
         ("dillinger-rohrwerk.example", "drw-gruppe.example"), "written", True),
    Firm("Klinikum Köllertal", HUGE, ("Püttlingen",),
         (Head("Beate Sauer", "Pflegedirektion", "sauer"), Head("Nora Welsch", "Fortbildung", "welsch")),
         ("klinikum-koellertal.example",), "written", True),
    Firm("Autohaus Prims GmbH", MEDIUM, ("Schmelz",), (Head("Peter Prims", "Geschäftsführer", "prims"),),
         ("autohaus-prims.example",), "spoken", False),
    Firm("Schreinerei Engel & Sohn", SMALL, ("Losheim",), (Head("Matthias Engel", "Inhaber", ""),)),
    Firm("Saarpfalz Kunststofftechnik GmbH", LARGE, ("Bexbach",),
         (Head("Ute Lang", "Personalleitung", "lang"),), ("saarpfalz-kunststoff.example",), None, None),
    Firm("Hochwald Molkerei eG", LARGE, ("Thalfang", "Wadern"),
         (Head("Heinz Lauer", "Werkleitung", "werkleitung"),), ("hochwald-molkerei.example",), "spoken",
         None),
    Firm("Elektro Lang Merzig", MEDIUM, ("Merzig",), (Head("Karin Lang", "Inhaberin", "lang"),),
         ("elektro-lang.example",)),
    Firm("Bosen Antriebstechnik GmbH", HUGE, ("Nohfelden-Bosen",),
         (Head("Ralf Diener", "Personalreferent", "diener"),
          Head("Sonja Mohr", "Betriebsratsvorsitz", "mohr", council=True)),
         ("bosen-antriebe.example",), "written", True),
    Firm("Steuerkanzlei Hessler", SMALL, ("Saarlouis",), (Head("Ingrid Hessler", "Inhaberin", "hessler"),),
         ("kanzlei-hessler.example",)),
)  # fmt: skip
