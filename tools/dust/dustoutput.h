// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTOUTPUT_H
#define DUSTOUTPUT_H

#include <DustEntry>
#include <DustError>
#include <DustEvent>
#include <DustReceipt>

#include <cstdio>

// What the program prints: for people, with colours on a terminal, or a line of JSON for each thing.
class DustOutput
{
public:
    explicit DustOutput(bool isJson);

    bool isJson() const { return m_isJson; }

    void value(const DustEntry &entry); // alone
    void entry(const DustEntry &entry);
    void path(const QString &path);
    void event(const DustEvent &event); // always JSON
    void receipt(const DustReceipt &receipt);
    void object(const DustObject &object); // "name: value" lines for people
    void error(const DustError &error); // to stderr
    void note(const QString &reason, const QString &message); // likewise, of what is no end

    // On a terminal only, to stderr.
    void progress(const QString &what, qint64 done, qint64 total);
    void endProgress();

    static DustObject jsonOf(const DustEntry &entry);

private:
    enum Colour { Plain, Dim, Red, Cyan };
    QByteArray in(Colour colour, const QString &text) const;
    void line(const QByteArray &text);

    const bool m_isJson;
    const bool m_hasColours;
    const bool m_showsProgress;
    bool m_isInProgress = false;
};

#endif // DUSTOUTPUT_H
