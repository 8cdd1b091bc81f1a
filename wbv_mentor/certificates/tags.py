"""Finishes what WeasyPrint leaves open in a tagged PDF/A: the scope of header cells, links that print,
and the PDF/UA identifier, for which PDF/A wants its own description in the metadata."""

from __future__ import annotations

from typing import Any

PRINTED = 4  # the flag of an annotation that is printed too (ISO 32000-1, table 165)
UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""  # noqa: E501


def finish(_document: Any, pdf: Any) -> None:
    """WeasyPrint's finisher: changes the PDF's objects before they are written."""
    found = {each.reference: each for each in pdf.objects if getattr(each, "number", None) is not None}
    for each in pdf.objects:
        if isinstance(each, dict):
            if each.get("S") == "/TH":
                _scope(each, found)
            if each.get("Type") == "/Annot":
                each["F"] = PRINTED
        elif _is_metadata(each):
            each.stream = [b"".join(each.stream).replace(b"</rdf:RDF>", UA + b"</rdf:RDF>")]


def _scope(cell: Any, found: dict[Any, Any]) -> None:
    """A header in the head of a table names its column, any other its row."""
    section = found[found[cell["P"]]["P"]]
    cell["A"]["Scope"] = "/Column" if section["S"] == "/THead" else "/Row"


def _is_metadata(each: Any) -> bool:
    extra: Any = getattr(each, "extra", None) or {}
    return bool(extra) and extra.get("Type") == "/Metadata" and UA not in b"".join(each.stream)
