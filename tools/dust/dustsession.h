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

class DustTroubles;

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

struct DustPatience // in milliseconds, with a server in realtime
{
    int server = 15'000; // until it can be worked with
    int answer = 30'000; // until one thing is done
};

// One command, from its store being ready to its end.
class DustSession : public QObject
{
    Q_OBJECT

public:
    DustSession(const DustConfiguration &configuration, DustOutput *output,
                const DustPatience &patience);

    // Calls work once the store answers: a mirror has to know first what is in it.
    void whenReady(const std::function<void()> &work);

    DustStore *store() const { return m_store; }
    DustOutput &output() const { return *m_output; }

    // Calls function(value) with what a future ends with, or ends with its error.
    template<typename T, typename Function>
    void then(const DustFuture<T> &future, Function function)
    {
        attempt(future, [this, function](const DustResult<T> &result) {
            if (!result)
                return fail(result.error());
            if constexpr (std::is_void_v<T>)
                function();
            else
                function(*result);
        });
    }

    // Calls function(result), whatever it is.
    template<typename T, typename Function>
    void attempt(const DustFuture<T> &future, Function function)
    {
        await();
        DustFuture<T>(future).then(this, [this, function](const DustResult<T> &result) {
            if (m_hasEnded)
                return;
            if (result || !isLate(result.error()))
                m_patience.stop();
            function(result);
        });
    }

    // Like then(), of a write that waits with others: a call may give up before this program does.
    template<typename T, typename Function>
    void thenWritten(const DustFuture<T> &future, Function function)
    {
        attempt(future, [this, function](const DustResult<T> &result) {
            if (!result && isLate(result.error()))
                return awaitWrite(result.error(), [function](const DustReceipt &receipt) {
                    if constexpr (std::is_same_v<T, DustReceipt>)
                        function(receipt);
                    else
                        function(T());
                });
            if (!result)
                return fail(result.error());
            function(*result);
        });
    }

    // There is progress: what is waited for may take as long again.
    void await();
    // From now on it goes on until it is stopped, and says what it waits for.
    void follow();

    // What an error's message has at its end from now on.
    void sayOnFailure(const QString &text) { m_onFailure = text; }

    void end(DustExit code = DustExit::Ok);
    void fail(const DustError &error);
    static DustExit codeOf(const DustError &error);

private:
    void look();
    DustError obstacle() const;
    bool isTooLong(const DustError &limit) const;
    bool isLate(const DustError &error) const;
    void awaitWrite(const DustError &late, const std::function<void(const DustReceipt &)> &written);
    void giveUp();

    DustOutput *const m_output;
    const DustPatience m_limits;
    DustClient m_client;
    DustStore *m_store = nullptr;
    DustTroubles *m_troubles = nullptr; // of what goes on
    QTimer m_patience;
    std::function<void()> m_work;
    QString m_onFailure;
    bool m_isMirror = false;
    bool m_hasEnded = false;
};

#endif // DUSTSESSION_H
