<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>DustChangeset</name>
    <message>
        <source>is invalid</source>
        <translation>ist ungültig</translation>
    </message>
    <message>
        <source>%{call} for %{field} of %{schema} got no function: give it one</source>
        <translation>%{call} für %{field} von %{schema} hat keine Funktion bekommen: eine angeben</translation>
    </message>
    <message>
        <source>%{field} of %{schema} is nested: cast it with castEmbed()</source>
        <translation>%{field} von %{schema} ist verschachtelt: mit castEmbed() übernehmen</translation>
    </message>
    <message>
        <source>%{schema} has no field &quot;%{field}&quot;: its fields are %{fields}</source>
        <translation>%{schema} hat kein Feld „%{field}“: seine Felder sind %{fields}</translation>
    </message>
    <message>
        <source>%{field} of %{schema} takes a record, a map or a changeset of its type</source>
        <translation>%{field} von %{schema} nimmt einen Datensatz, eine Map oder ein Changeset seines Typs</translation>
    </message>
    <message>
        <source>only changesets of the same record can be merged: make both from one data()</source>
        <translation>nur Changesets desselben Datensatzes lassen sich vereinen: beide aus einem data() machen</translation>
    </message>
    <message>
        <source>changesets with different actions cannot be merged: give both the same withAction()</source>
        <translation>Changesets mit verschiedenen Aktionen lassen sich nicht vereinen: beiden dasselbe withAction() geben</translation>
    </message>
    <message>
        <source>can&apos;t be blank</source>
        <translation>darf nicht leer sein</translation>
    </message>
    <message>
        <source>%{field} of %{schema} is not nested: name it in cast()</source>
        <translation>%{field} von %{schema} ist nicht verschachtelt: in cast() nennen</translation>
    </message>
    <message>
        <source>the function that castEmbed() got for %{field} of %{schema} must return a changeset of %{expected}</source>
        <translation>die Funktion, die castEmbed() für %{field} von %{schema} bekam, muss ein Changeset von %{expected} zurückgeben</translation>
    </message>
    <message>
        <source>%n field is invalid: %1</source>
        <translation>%n Feld ist ungültig: %1</translation>
    </message>
    <message>
        <source>%n fields are invalid: %1</source>
        <translation>%n Felder sind ungültig: %1</translation>
    </message>
    <message numerus="yes">
        <source>should be %{count} character(s)</source>
        <translation>
            <numerusform>sollte %{count} Zeichen lang sein</numerusform>
            <numerusform>sollte %{count} Zeichen lang sein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>should be at least %{count} character(s)</source>
        <translation>
            <numerusform>sollte mindestens %{count} Zeichen lang sein</numerusform>
            <numerusform>sollte mindestens %{count} Zeichen lang sein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>should be at most %{count} character(s)</source>
        <translation>
            <numerusform>sollte höchstens %{count} Zeichen lang sein</numerusform>
            <numerusform>sollte höchstens %{count} Zeichen lang sein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>should be %{count} byte(s)</source>
        <translation>
            <numerusform>sollte %{count} Byte lang sein</numerusform>
            <numerusform>sollte %{count} Bytes lang sein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>should be at least %{count} byte(s)</source>
        <translation>
            <numerusform>sollte mindestens %{count} Byte lang sein</numerusform>
            <numerusform>sollte mindestens %{count} Bytes lang sein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>should be at most %{count} byte(s)</source>
        <translation>
            <numerusform>sollte höchstens %{count} Byte lang sein</numerusform>
            <numerusform>sollte höchstens %{count} Bytes lang sein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>should have %{count} item(s)</source>
        <translation>
            <numerusform>sollte %{count} Eintrag haben</numerusform>
            <numerusform>sollte %{count} Einträge haben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>should have at least %{count} item(s)</source>
        <translation>
            <numerusform>sollte mindestens %{count} Eintrag haben</numerusform>
            <numerusform>sollte mindestens %{count} Einträge haben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>should have at most %{count} item(s)</source>
        <translation>
            <numerusform>sollte höchstens %{count} Eintrag haben</numerusform>
            <numerusform>sollte höchstens %{count} Einträge haben</numerusform>
        </translation>
    </message>
    <message>
        <source>is reserved</source>
        <translation>ist reserviert</translation>
    </message>
    <message>
        <source>has an invalid entry</source>
        <translation>hat einen ungültigen Eintrag</translation>
    </message>
    <message>
        <source>a bound of validateNumber() for %{field} of %{schema} is no number: give an integer, a double or a DustDecimal</source>
        <translation>eine Grenze von validateNumber() für %{field} von %{schema} ist keine Zahl: eine Ganzzahl, ein double oder ein DustDecimal angeben</translation>
    </message>
    <message>
        <source>must be less than %{number}</source>
        <translation>muss kleiner als %{number} sein</translation>
    </message>
    <message>
        <source>must be greater than %{number}</source>
        <translation>muss größer als %{number} sein</translation>
    </message>
    <message>
        <source>must be less than or equal to %{number}</source>
        <translation>muss kleiner oder gleich %{number} sein</translation>
    </message>
    <message>
        <source>must be greater than or equal to %{number}</source>
        <translation>muss größer oder gleich %{number} sein</translation>
    </message>
    <message>
        <source>must be equal to %{number}</source>
        <translation>muss gleich %{number} sein</translation>
    </message>
    <message>
        <source>must be not equal to %{number}</source>
        <translation>muss ungleich %{number} sein</translation>
    </message>
    <message>
        <source>has invalid format</source>
        <translation>hat ein ungültiges Format</translation>
    </message>
    <message>
        <source>does not match confirmation</source>
        <translation>stimmt nicht mit der Bestätigung überein</translation>
    </message>
    <message>
        <source>must be accepted</source>
        <translation>muss akzeptiert werden</translation>
    </message>
    <message>
        <source>the %{check} of %{field} of %{schema} cannot be validated: a field of type %{type} has none, use validateChange()</source>
        <translation>%{check} von %{field} von %{schema} lässt sich nicht prüfen: ein Feld vom Typ %{type} hat das nicht, stattdessen validateChange() verwenden</translation>
    </message>
    <message>
        <source>the format of %{field} of %{schema} is no regular expression (%{error}): correct it</source>
        <translation>das Format von %{field} von %{schema} ist kein regulärer Ausdruck (%{error}): es berichtigen</translation>
    </message>
    <message>
        <source>%{schema} has no slug: leave validateSlug() out</source>
        <translation>%{schema} hat keinen Slug: validateSlug() weglassen</translation>
    </message>
    <message>
        <source>has already been taken</source>
        <translation>ist schon vergeben</translation>
    </message>
    <message>
        <source>could not be validated</source>
        <translation>konnte nicht geprüft werden</translation>
    </message>
</context>
</TS>
