// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSESSION_H
#define DUSTSESSION_H

#include "dustconfiguration.h"
#include "dustoutput.h"

#include <DustClient>
#include <DustStore>

#include <QtCore/QCommandLineParser>
#include <QtCore/QTimer>

// How the program ends (dust.1).
enum class DustExit : quint8 {
    Ok = 0,
    Failed = 1,
    Usage = 2,
    NotFound = 3,
    Conflict = 4,
    NotAllowed = 5,
    Unreachable = 6
};

// One command, from its store being ready to its end.
class DustSession : public QObject
{
    Q_OBJECT

public:
    DustSession(const DustConfiguration &configuration, DustOutput *output, qint64 milliseconds);

    // Calls work once the store answers: a mirror has to know first what is in it.
    void whenReady(const std::function<void()> &work);

    DustStore *store() const { return m_store; }
    DustOutput &output() const { return *m_output; }

    // Calls function(value) with what a future ends with, or ends with its error.
    template<typename T, typename Function>
    void then(const DustFuture<T> &future, Function function)
    {
        DustFuture<T>(future).then(this, [this, function](const DustResult<T> &result) {
            if (!result)
                return fail(result.error());
            if constexpr (std::is_void_v<T>)
                function();
            else
                function(*result);
        });
    }

    void end(DustExit code = DustExit::Ok);
    void fail(const DustError &error);
    static DustExit codeOf(const DustError &error);

private:
    void checkReady();

    DustOutput *const m_output;
    DustClient m_client;
    DustStore *m_store = nullptr;
    QTimer m_patience;
    std::function<void()> m_work;
    bool m_isMirror = false;
    bool m_hasEnded = false;
};

#endif // DUSTSESSION_H
