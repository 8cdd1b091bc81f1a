"""The cases of Sandra Becker, whose account the demo hands out: something of everything is due."""

from __future__ import annotations

from functools import partial

from wbv_mentor.demo import courses, scripts
from wbv_mentor.demo.life import Person
from wbv_mentor.demo.tale import Tale

becker = partial(Tale, mentor="Becker", keeps_time=True)

TALES = (
    becker(416, person=Person(
        "Rolf", "Rolf Spaniol", courses.WELDING,
        ("Will die Schweißaufsicht machen, wenn Herr Kunz in Rente geht.",
         "Schichtplan passt, Chef weiß Bescheid.",
         "Hat sich für Völklingen entschieden."), skills="Prüft seit Jahren die Nähte der Kollegen mit.",
        company_may_know="yes"), script=scripts.CLOSED),
    becker(275, person=Person(
        "Lea", "Lea Thiel", courses.PASTRY,
        ("Möchte in drei Jahren selbst ausbilden.", "Rechnet gern, Buchführung kennt sie schon ein wenig.",
         "Vollzeit im Sommer geht, die Bäckerei hat dann wenig zu tun."),
         skills="Führt die Backstube am Samstag."),
        script=scripts.PASSED),
    becker(222, person=Person(
        "Petra K.", "Petra Klein", courses.CARE,
        ("Leitet jetzt schon Schüler*innen an, ohne Schein.",
         "Angst vor der Prüfung. Lerngruppe vorgeschlagen.",
         "Teilzeit ist ihr lieber, wegen der Nachtdienste."), channel="phone", phone="0171 5550101"),
        script=scripts.FINISHED),
    becker(140, person=Person(
        "Aylin", "Aylin Yıldız", courses.METAL,
        ("Möchte Meisterin werden, noch nicht mit dem Betrieb sprechen.", "Mathe macht ihr Sorgen.",
         "Samstage sind mit der Familie abgesprochen.", "Kommt gut mit, Lerngruppe am Mittwoch."),
        skills="Springt an jeder Maschine der Linie ein."), script=scripts.IN_COURSE),
    becker(86, person=Person(
        "Ihsan", "İhsan Demir", courses.PART_DEGREE,
        ("Acht Jahre in der Halle, nie eine Prüfung gemacht.", "Lernt am besten an der Maschine.",
         "Der Meister hat zugesagt, dass er tauschen darf."), "none", company_may_know="yes"),
        script=scripts.BOOKED),
    becker(50, person=Person(
        "Kübra", "Kübra Öztürk", courses.LOGISTICS,
        ("Vertritt seit Mai die Teamleitung.", "Will Führung lernen, nicht nur machen.",
         "Beide Anträge zusammen ausgefüllt.")), script=scripts.SUBMITTED),
    becker(86, person=Person(
        "Sven", "Sven Hoffmann", courses.CNC,
        ("Bedient zwei Fräsen, möchte programmieren.", "Hat sich am Wochenende selbst eingelesen.",
         "Erst im Januar, vorher ist Inventur.", "Enttäuscht. Wir sehen uns die Begründung an."),
        relation="same_team", company_may_know="yes"), script=scripts.REJECTED),
    becker(42, person=Person(
        "Tuan", "Tuấn Nguyễn", courses.SWITCHING,
        ("Will die Anlage im Windpark selbst schalten.", "Elektroniker, Gesellenbrief von 2016.",
         "Den Antrag gibt er selbst im Büro ab.")), script=scripts.COLLECTING),
    becker(33, person=Person(
        "Marek", "Marek Nowicki", courses.CNC,
        ("Arbeitet seit zwei Jahren an der neuen Drehmaschine.", "Deutsch gut, Fachwörter fehlen manchmal.",
         "Zwei Angebote, beide in Saarbrücken.")), script=scripts.OFFERS),
    becker(23, person=Person(
        "J. B.", "Jana Braun", courses.DISPATCH,
        ("Rücken macht im Lager nicht mehr lange mit, sagt sie selbst.", "Plant gern, kennt alle Touren.")),
        script=scripts.ASSESSING),
    becker(17, person=Person(
        "Olga", "Olga Wagner", courses.BOOKKEEPING,
        ("Zeugnisse aus Almaty liegen übersetzt vor.",), "unknown", way="paper"), script=scripts.INTAKE),
    becker(8, person=Person("Horst", "Horst Meyer", courses.DIGITAL, ()), script=scripts.ASKED),
    becker(2, person=Person("M.", "Miriam Schäfer", courses.BASICS, (), channel="in_person"),
           script=scripts.CONTACT),
)  # fmt: skip
