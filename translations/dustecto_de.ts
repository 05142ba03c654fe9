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
<context>
    <name>DustInspector</name>
    <message>
        <source>%1 — Dust inspector</source>
        <translation>%1 — Dust-Inspektor</translation>
    </message>
    <message>
        <source>Dust inspector</source>
        <translation>Dust-Inspektor</translation>
    </message>
    <message>
        <source>Stores</source>
        <translation>Stores</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Outbox (%L1)</source>
        <translation>Ausgang (%L1)</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Wire</source>
        <translation>Leitung</translation>
    </message>
    <message>
        <source>Ctrl+F filters · Left and Right fold · F5 reads again · Ctrl+1 to Ctrl+4 turn the page</source>
        <translation>Strg+F filtert · Links und Rechts klappen · F5 liest neu · Strg+1 bis Strg+4 blättern</translation>
    </message>
</context>
<context>
    <name>DustOutboxModel</name>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n Operation</numerusform>
            <numerusform>%n Operationen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DustPendingWrite</name>
    <message>
        <source>There is no connection.</source>
        <translation>Es besteht keine Verbindung.</translation>
    </message>
    <message>
        <source>The server does not open this store: %1</source>
        <translation>Der Server öffnet diesen Speicher nicht: %1</translation>
    </message>
    <message>
        <source>The server has lost what was seen here: resynchronize first.</source>
        <translation>Dem Server fehlt, was hier schon gesehen wurde: zuerst neu abgleichen.</translation>
    </message>
    <message>
        <source>What happened meanwhile comes in first.</source>
        <translation>Was inzwischen geschah, wird zuerst übernommen.</translation>
    </message>
    <message>
        <source>An operation has not come, and is asked for again first.</source>
        <translation>Eine Operation ist nicht angekommen und wird zuerst noch einmal angefordert.</translation>
    </message>
    <message>
        <source>The token may only read.</source>
        <translation>Das Token darf nur lesen.</translation>
    </message>
    <message numerus="yes">
        <source>The server takes no more writes for %n second(s).</source>
        <translation>
            <numerusform>Der Server nimmt %n Sekunde lang keine Änderungen an.</numerusform>
            <numerusform>Der Server nimmt %n Sekunden lang keine Änderungen an.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Writes go on in %n second(s), since one was not taken: %1</source>
        <translation>
            <numerusform>Änderungen gehen in %n Sekunde weiter, da eine nicht angenommen wurde: %1</numerusform>
            <numerusform>Änderungen gehen in %n Sekunden weiter, da eine nicht angenommen wurde: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The lease of this session is acquired first.</source>
        <translation>Zuerst wird die Sperre dieser Sitzung erworben.</translation>
    </message>
    <message>
        <source>Write %1 at %2 goes first.</source>
        <translation>Änderung %1 an %2 geht zuerst.</translation>
    </message>
    <message numerus="yes">
        <source>Batches go on in %n second(s), since HTTP does not work: %1</source>
        <translation>
            <numerusform>Stapel gehen in %n Sekunde weiter, da HTTP nicht funktioniert: %1</numerusform>
            <numerusform>Stapel gehen in %n Sekunden weiter, da HTTP nicht funktioniert: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Writes that had piled up are under way as a batch.</source>
        <translation>Angestaute Änderungen sind als Stapel unterwegs.</translation>
    </message>
    <message>
        <source>As many writes as may be are under way.</source>
        <translation>Es sind so viele Änderungen unterwegs wie möglich.</translation>
    </message>
    <message>
        <source>Writes go one at a time, since the channel has crashed.</source>
        <translation>Änderungen gehen einzeln, da der Kanal abgestürzt ist.</translation>
    </message>
    <message>
        <source>It was sent, and the answer is awaited.</source>
        <translation>Sie ist gesendet, die Antwort steht aus.</translation>
    </message>
    <message>
        <source>It was sent and not answered: its fate shows when the store is live.</source>
        <translation>Sie wurde gesendet und nicht beantwortet: was aus ihr wurde, zeigt sich, wenn der Speicher wieder verbunden ist.</translation>
    </message>
    <message numerus="yes">
        <source>It was sent and not answered: the server may be at work on it for %n more second(s).</source>
        <translation>
            <numerusform>Sie wurde gesendet und nicht beantwortet: der Server kann noch %n Sekunde daran arbeiten.</numerusform>
            <numerusform>Sie wurde gesendet und nicht beantwortet: der Server kann noch %n Sekunden daran arbeiten.</numerusform>
        </translation>
    </message>
    <message>
        <source>It was sent and not answered: the server is asked how far it is.</source>
        <translation>Sie wurde gesendet und nicht beantwortet: der Server wird gefragt, wie weit er ist.</translation>
    </message>
    <message>
        <source>It is stored as operation %1, and those before come first.</source>
        <translation>Sie ist als Operation %1 gespeichert; zuerst kommen die davor.</translation>
    </message>
</context>
<context>
    <name>InspectorActivity</name>
    <message>
        <source>Writes since the inspector was opened: own ones, and those of others</source>
        <translation>Schreibvorgänge, seit der Inspektor offen ist: eigene und die anderer</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Forgets what is listed here</source>
        <translation>Vergisst, was hier steht</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Choose a store.</source>
        <translation>Einen Store wählen.</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>Noch ist nichts geschehen.</translation>
    </message>
</context>
<context>
    <name>InspectorActivityRow</name>
    <message>
        <source>here, %L1 ms</source>
        <translation>hier, %L1 ms</translation>
    </message>
    <message>
        <source>here, refused</source>
        <translation>hier, abgelehnt</translation>
    </message>
    <message>
        <source>here</source>
        <translation>hier</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>anderswo</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>seq %1</source>
        <translation>Seq %1</translation>
    </message>
</context>
<context>
    <name>InspectorDetails</name>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Type: %1</source>
        <translation>Typ: %1</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revision</translation>
    </message>
    <message>
        <source>not confirmed yet</source>
        <translation>noch nicht bestätigt</translation>
    </message>
    <message>
        <source>not known here</source>
        <translation>hier nicht bekannt</translation>
    </message>
    <message>
        <source>Revision: %1</source>
        <translation>Revision: %1</translation>
    </message>
    <message>
        <source>Below</source>
        <translation>Darunter</translation>
    </message>
    <message>
        <source>Below: %1</source>
        <translation>Darunter: %1</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Choose an entry to see all of it.</source>
        <translation>Einen Eintrag wählen, um ihn ganz zu sehen.</translation>
    </message>
</context>
<context>
    <name>InspectorEntries</name>
    <message>
        <source>Filter by pattern: links/*/title or links/**</source>
        <translation>Nach Muster filtern: links/*/title oder links/**</translation>
    </message>
    <message>
        <source>Filter by pattern</source>
        <translation>Nach Muster filtern</translation>
    </message>
    <message>
        <source>Reading… %L1</source>
        <translation>Liest… %L1</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 Eintrag</translation>
    </message>
    <message>
        <source>%L1 entries</source>
        <translation>%L1 Einträge</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Reads all entries again (F5)</source>
        <translation>Liest alle Einträge neu (F5)</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revision</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Choose a store.</source>
        <translation>Einen Store wählen.</translation>
    </message>
    <message>
        <source>No entry matches the pattern.</source>
        <translation>Kein Eintrag passt zum Muster.</translation>
    </message>
    <message>
        <source>The store is empty.</source>
        <translation>Der Store ist leer.</translation>
    </message>
    <message>
        <source>The store is catching up with its server.</source>
        <translation>Der Store holt gerade auf, was auf dem Server geschehen ist.</translation>
    </message>
    <message>
        <source>There is no connection, and nothing of the store is here.</source>
        <translation>Es gibt keine Verbindung, und vom Store ist hier noch nichts.</translation>
    </message>
    <message>
        <source>Not among the entries below: %1</source>
        <translation>Nicht unter den Einträgen hier: %1</translation>
    </message>
</context>
<context>
    <name>InspectorEntryRow</name>
    <message>
        <source>unfolded</source>
        <translation>aufgeklappt</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>zugeklappt</translation>
    </message>
    <message>
        <source>%L1 below</source>
        <translation>%L1 darunter</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>not confirmed yet</source>
        <translation>noch nicht bestätigt</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
</context>
<context>
    <name>InspectorOutbox</name>
    <message>
        <source>Outbox</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Choose a store.</source>
        <translation>Einen Store wählen.</translation>
    </message>
    <message>
        <source>Nothing waits to be sent.</source>
        <translation>Nichts wartet darauf, gesendet zu werden.</translation>
    </message>
</context>
<context>
    <name>InspectorOutboxRow</name>
    <message>
        <source>sent once</source>
        <translation>einmal gesendet</translation>
    </message>
    <message>
        <source>sent %L1 times</source>
        <translation>%L1-mal gesendet</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>InspectorStoreList</name>
    <message>
        <source>Stores</source>
        <translation>Stores</translation>
    </message>
    <message>
        <source>The application has opened no store.</source>
        <translation>Die Anwendung hat keinen Store geöffnet.</translation>
    </message>
</context>
<context>
    <name>InspectorStoreRow</name>
    <message>
        <source>live</source>
        <translation>live</translation>
    </message>
    <message>
        <source>catching up</source>
        <translation>holt auf</translation>
    </message>
    <message>
        <source>closing a gap</source>
        <translation>schließt eine Lücke</translation>
    </message>
    <message>
        <source>the server went back</source>
        <translation>der Server ging zurück</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>write only</source>
        <translation>nur schreiben</translation>
    </message>
    <message>
        <source>no access</source>
        <translation>kein Zugriff</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 Eintrag</translation>
    </message>
    <message>
        <source>%L1 entries</source>
        <translation>%L1 Einträge</translation>
    </message>
    <message>
        <source>seq %1 of %2</source>
        <translation>Seq %1 von %2</translation>
    </message>
    <message>
        <source>seq %1</source>
        <translation>Seq %1</translation>
    </message>
    <message>
        <source>%L1 to send</source>
        <translation>%L1 zu senden</translation>
    </message>
</context>
<context>
    <name>InspectorTab</name>
    <message>
        <source>Ctrl+%1</source>
        <translation>Strg+%1</translation>
    </message>
</context>
<context>
    <name>InspectorWire</name>
    <message>
        <source>Record</source>
        <translation>Aufzeichnen</translation>
    </message>
    <message>
        <source>Lists what is sent and received</source>
        <translation>Listet, was gesendet und empfangen wird</translation>
    </message>
    <message>
        <source>Tokens are hidden</source>
        <translation>Tokens sind verborgen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Forgets what is listed here</source>
        <translation>Vergisst, was hier steht</translation>
    </message>
    <message>
        <source>Wire</source>
        <translation>Leitung</translation>
    </message>
    <message>
        <source>Nothing was sent or received yet.</source>
        <translation>Noch wurde nichts gesendet oder empfangen.</translation>
    </message>
    <message>
        <source>Nothing is recorded. Switch it on to see what is sent and received.</source>
        <translation>Nichts wird aufgezeichnet. Einschalten, um zu sehen, was gesendet und empfangen wird.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
</context>
<context>
    <name>InspectorWireRow</name>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>received</source>
        <translation>empfangen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%L1 bytes</source>
        <translation>%L1 Bytes</translation>
    </message>
    <message>
        <source>%L1 B</source>
        <translation>%L1 B</translation>
    </message>
</context>
</TS>
