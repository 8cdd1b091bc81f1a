"""Cases that are in the middle of things: offers, applications, courses."""

from __future__ import annotations

from wbv_mentor.demo import courses, scripts
from wbv_mentor.demo.life import Person
from wbv_mentor.demo.tale import Tale

TALES = (
    Tale(155, "Jung", Person(
        "Yvonne", "Yvonne Ehl", courses.CARE,
        ("Leitet Praktikantinnen an.", "Will den Schein, nicht nur die Arbeit.",
         "Blockwochen sind ihr lieber."),
        company_may_know="yes"), scripts.INTERRUPTED),
    Tale(148, "Nowak", Person(
        "Lucia", "Lucia Moretti", courses.CARE,
        ("Stationsleitung hat sie angesprochen.", "Schreibt sicher, spricht gern vor Gruppen.",
         "Kurs beginnt nach dem Urlaub.", "Erste Praxisaufgabe abgegeben."), company_may_know="yes"),
        scripts.ATTENDING),
    Tale(142, "Bost", Person(
        "Andrzej", "Andrzej Zieliński", courses.CNC,
        ("Spritzguss wird weniger, Werkzeugbau mehr.", "Sehr genau, braucht Zeit.",
         "Saarbrücken ist gut erreichbar.",
         "Will den Kurs trotzdem machen."), company_may_know="yes"), scripts.PAID_AFTER_ALL),
    Tale(128, "Weber", Person(
        "Sabrina", "Sabrina Kraus", courses.DISPATCH,
        ("Fährt seit neun Jahren, will ins Büro.", "Kennt jeden Kunden.", "Online am Abend geht.",
         "Zollrecht ist trocken, aber machbar."), company_may_know="yes"), scripts.IN_COURSE),
    Tale(97, "Scherer", Person(
        "Ralf", "Ralf Wagner", courses.SWITCHING,
        ("Netzmonteur, möchte selbst schalten.", "Alles klar, will schnell los.",
         "Antrag persönlich abgegeben.")),
        scripts.DEEMED),
    Tale(93, "Kaya", Person(
        "Mehmet", "Mehmet Yılmaz", courses.DIGITAL,
        ("Unsicher, was zu ihm passt.", "Hat viel im Verein organisiert.",
         "Antrag wollte er selbst abgeben, hat es liegen lassen.")), scripts.COLLECTING),
    Tale(88, "Nowak", Person(
        "Svetlana", "Svetlana Becker", courses.CARE,
        ("Examen aus Minsk ist anerkannt.", "Leitet Neue schon jetzt ein.",
         "Möchte nächstes Jahr fertig sein.",
         "Widerspruch schreiben wir zusammen mit der Rechtsberatung."), company_may_know="yes"),
        scripts.OBJECTING),
    Tale(84, "Kiefer", Person(
        "Manuel", "Manuel Scherf", courses.BUSINESS,
        ("Arbeitsvorbereitung, möchte Verantwortung.", "Vollzeit geht, hat gespart.",
         "Antrag ist vollständig.",
         "Weniger als gedacht. Ratenzahlung fragen."), "vocational"), scripts.PARTLY),
    Tale(82, "Weber", Person(
        "Ayşe", "Ayşe Çelik", courses.LOGISTICS,
        ("Disponentin, will das Lager leiten.", "Kollegen fragen sie ohnehin.", "Kurs ab Januar, abends.")),
        scripts.BOOKED),
    Tale(76, "Aslan", Person(
        "Detlef", "Detlef Scholl", courses.TECHNICIAN,
        ("Instandhaltung, denkt voraus.", "Sohn macht dieselbe Schule.", "Bescheid wäre vor Weihnachten gut.",
         "Lehrplan fehlt dem Amt noch.")), scripts.PAPERS_ASKED),
    Tale(74, "Bost", Person(
        "Kerstin", "Kerstin Müller", courses.PAYROLL,
        ("Möchte aus der Produktion ins Büro.", "Buchführung aus dem Verein.",
         "Betrieb würde sie übernehmen."),
        company_may_know="yes"), scripts.RELEASE_ASKED),
    Tale(70, "Lermen", Person(
        "Nils", "Nils Brunder", courses.BUSINESS,
        ("Verwaltung, will führen.", "Lernt schnell.", "Vollzeit geht nicht, sagt er später.",
         "Nimmt vielleicht doch den Teilzeitkurs.")), scripts.WITHDRAWN),
    Tale(63, "Kiefer", Person(
        "Yasmin", "Yasmin Haddad", courses.PART_DEGREE,
        ("Angelernt in der Montage.", "Rechnen sicher, Lesen langsam.",
         "Beratung bei der Agentur ist am Dienstag."),
        "none"), scripts.SUBMITTED),
    Tale(58, "Backes", Person(
        "Anja", "Anja Lorenz", courses.TRAINER,
        ("Möchte im Labor ausbilden.", "Ruhig und genau.", "Samstagskurs wäre gut.")),
         scripts.WITHOUT_MENTOR),
    Tale(54, "Weber", Person(
        "Piotr", "Piotr Kamiński", courses.DISPATCH,
        ("Fahrer, will zur Familie nach Hause kommen.", "Kennt die Software vom Zusehen.",
         "Zieht um, danach weiter.")), scripts.PAUSED),
    Tale(46, "Kaya", Person(
        "Hatice", "Hatice Güneş", courses.CONTROLS,
        ("Wechselt bald den Standort.", "Technik liegt ihr.")), scripts.HANDED_ON, keeps_time=True),
    Tale(47, "Scherer", Person(
        "Dieter", "Dieter Backes", courses.TRAINER,
        ("Fragt, ob jemand im Betrieb davon erfährt.", "Unsicher, ob er das noch will.")),
         scripts.TAKEN_BACK, keeps_time=True),
    Tale(46, "Altmeyer", Person(
        "Laura", "Laura Petry", courses.METAL,
        ("Jüngste im Team, sehr gut in der Prüfung.", "Will früh anfangen.", "Samstage sind frei.")),
        scripts.APPLYING),
    Tale(42, "Aslan", Person(
        "Thomas", "Thomas Gillen", courses.TRAINER,
        ("Soll zwei Azubis bekommen.", "Hat Geduld.", "Zahlt selbst, will im Februar anfangen.")),
        scripts.PLANNED),
    Tale(41, "Bost", Person(
        "Heike", "Heike Marx", courses.BASICS,
        ("Schreibt ungern vor anderen.", "Liest Anleitungen mit dem Kollegen.",
         "Der Kurs in Homburg ist klein.")),
        scripts.PLANNED),
    Tale(31, "Nowak", Person(
        "Regina", "Regina Kunz", courses.DIGITAL,
        ("Hauswirtschaft, alles wird digital.", "Braucht einen ruhigen Anfang.", "Vergleicht noch.")),
        scripts.OFFERS),
)  # fmt: skip
