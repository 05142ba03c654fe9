// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttpconnection_p.h"

#include "dusthttphead_p.h"
#include "dusthttpreader_p.h"
#include "dusthttpwriter_p.h"
#include "dustrestanswers_p.h"
#include "dustrestrouter_p.h"
#include "dustunsent_p.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QPointer>
#include <QtCore/QScopedValueRollback>
#include <QtCore/QTimer>
#include <QtNetwork/QSslSocket>

#ifdef Q_OS_UNIX
#    include <sys/socket.h>
#endif

namespace {

constexpr qint64 BodyPiece = 64 * 1024;
// What goes on in the socket while a request is answered.
constexpr qint64 ReadBufferSize = 256 * 1024;
// Then everybody else has a turn.
constexpr int RequestsPerTurn = 16;
// A body may pause as long as a head may take, and take so many times as long as a whole: who
// sends a byte now and then does not hold a connection forever.
constexpr int BodyPatience = 10;
// For a client to read why it was refused before the connection is gone; so many times as long for
// one that still sends.
constexpr int LingerTimeout = 2000; // ms
constexpr int LingerPatience = 10;

} // namespace

class DustHttpConnection::Private
{
public:
    enum Phase {
        Idle, // between requests
        Head, // a part of one is here
        Body,
        Answering,
        Closing, // the last answer is on its way to the socket
        Leaving, // to the system
        Lingering, // and to the client
        Over
    };

    Private(DustHttpConnection *connection, QTcpSocket *tcpSocket, DustServerContext *shared,
            const UpgradeGate &upgradeGate)
        : q(connection), socket(tcpSocket), context(shared), gate(upgradeGate), router(shared)
    {
        timer.setSingleShot(true);
    }

    void advance();
    void advanceLater();
    void noteSent();
    void timeOut();
    void end();
    void close();
    void leave();

    DustHttpConnection *const q;
    QTcpSocket *socket; // null once it was given up
    DustServerContext *const context;
    const UpgradeGate gate;
    const DustRestRouter router;
    QTimer timer;
    Phase phase = Idle;
    bool isFinishing = false;

private:
    void pauseReading();
    bool step();
    bool readHead();
    bool readBody();
    bool upgrade();
    void startBody();
    void takeFromSocket(qint64 most);
    void takeLastByte();
    void refuse(int status);
    void refuse(const DustServerAnswer &refusal);
    bool ask(const DustServerRequest &request);
    void handle();
    void answer(const DustServerAnswer &answer);
    void sendAnswer(const DustServerAnswer &answer);
    void tellAnswered(int status);
    bool isEncrypted() const;
    void part();
    void drain();
    void stopWriting();

    std::unique_ptr<DustHttpReader> m_reader;
    DustServerRequest m_request; // what is being answered
    QDeadlineTimer m_bodyEnd;
    QDeadlineTimer m_lingerEnd;
    bool m_isAdvancing = false;
    bool m_isHead = false; // what is being answered is a HEAD request
    bool m_keepsAlive = true;
    bool m_isCutShort = false; // the rest of the request was not read
    // Of the request that is being answered, in the socket, until the system has the answer:
    // pauseReading() needs something there.
    bool m_isByteLeft = false;
    bool m_isAdvancePosted = false;
    bool m_isDraining = false; // what still comes is thrown away
};

// Reads on as far as that is possible now.
void DustHttpConnection::Private::advance()
{
    if (m_isAdvancing || phase == Over)
        return;
    const QScopedValueRollback guard(m_isAdvancing, true);
    for (int pieces = 0; pieces < RequestsPerTurn; ++pieces) {
        if (!step()) {
            pauseReading();
            return;
        }
    }
    pauseReading();
    advanceLater();
}

// Qt ends a connection as soon as it hears that the client sends no more, whatever is still to be
// answered. It does not hear that while its buffer is full. A socket that encrypts reads records,
// which may not fit.
void DustHttpConnection::Private::pauseReading()
{
    if (phase == Over || isEncrypted())
        return;
    const qint64 waiting = socket->bytesAvailable();
    socket->setReadBufferSize(waiting > 0 ? waiting : ReadBufferSize);
}

void DustHttpConnection::Private::advanceLater()
{
    if (std::exchange(m_isAdvancePosted, true))
        return;
    QMetaObject::invokeMethod(
            q,
            [this] {
                m_isAdvancePosted = false;
                advance();
            },
            Qt::QueuedConnection);
}

// False when there is nothing to do before something else happens.
bool DustHttpConnection::Private::step()
{
    switch (phase) {
    case Idle:
    case Closing:
        if (q->unsent() > 0) // noteSent() comes back to it
            return false;
        takeLastByte();
        return phase == Idle && readHead();
    case Head:
        return readHead();
    case Body:
        return readBody();
    case Leaving:
        if (q->unsent() == 0)
            part();
        return false;
    case Lingering:
        drain();
        return false;
    case Answering:
    case Over:
        break;
    }
    return false;
}

bool DustHttpConnection::Private::readHead()
{
    const DustServerSettings &settings = context->settings;
    if (!m_reader)
        m_reader = std::make_unique<DustHttpReader>(DustHttpReader::Limits{
                settings.maximumHead, settings.maximumTarget, settings.maximumBody });
    if (m_reader->state() == DustHttpReader::Head) {
        if (socket->bytesAvailable() == 0)
            return false;
        takeFromSocket(BodyPiece);
    }
    if (phase == Idle && m_reader->hasBegun()) {
        phase = Head;
        timer.start(settings.requestTimeout);
    }
    switch (m_reader->state()) {
    case DustHttpReader::Head:
        return true;
    case DustHttpReader::Refused:
        refuse(m_reader->status());
        return true;
    case DustHttpReader::Body:
        startBody();
        return true;
    case DustHttpReader::Complete:
        break;
    }
    if (DustHttpHead::isUpgrade(m_reader->request()))
        return upgrade();
    handle();
    return true;
}

// Nothing behind the request.
void DustHttpConnection::Private::takeFromSocket(qint64 most)
{
    const QByteArray bytes = socket->peek(qMin(socket->bytesAvailable(), most));
    const qsizetype taken = m_reader->feed(bytes);
    m_isByteLeft = m_reader->state() == DustHttpReader::Complete;
    socket->skip(m_isByteLeft ? taken - 1 : taken);
}

void DustHttpConnection::Private::takeLastByte()
{
    if (std::exchange(m_isByteLeft, false))
        socket->skip(1);
}

// A body that is there already is taken along. Nobody waits for another one, and no memory is spent
// on it, where the head says all that matters; but a test's hook is asked about whole requests.
void DustHttpConnection::Private::startBody()
{
    phase = Body;
    timer.start(context->settings.requestTimeout);
    m_bodyEnd.setRemainingTime(qint64(BodyPatience) * context->settings.requestTimeout);
    const bool isWaiting = socket->bytesAvailable() == 0;
    if (!isWaiting)
        takeFromSocket(BodyPiece);
    if (m_reader->state() != DustHttpReader::Body)
        return;
    const auto refusal = context->settings.answerHook ? std::nullopt
                                                      : router.refusalByHead(m_reader->request());
    if (refusal)
        refuse(*refusal);
    else if (isWaiting && m_reader->expectsContinue())
        q->send({ "HTTP/1.1 100 Continue\r\n\r\n", {}, false, false });
}

bool DustHttpConnection::Private::readBody()
{
    if (m_reader->state() == DustHttpReader::Body) {
        if (socket->bytesAvailable() == 0)
            return false;
        if (m_bodyEnd.hasExpired()) {
            refuse(408);
            return true;
        }
        timer.start(context->settings.requestTimeout);
        takeFromSocket(BodyPiece);
    }
    if (m_reader->state() == DustHttpReader::Refused)
        refuse(m_reader->status());
    else if (m_reader->state() == DustHttpReader::Complete)
        handle();
    return true;
}

void DustHttpConnection::Private::refuse(int status)
{
    refuse(DustRestAnswers::refused(status));
}

// Before the request was read to its end.
void DustHttpConnection::Private::refuse(const DustServerAnswer &refusal)
{
    m_isCutShort = true;
    m_keepsAlive = false;
    m_request = m_reader->request();
    m_isHead = m_request.method == "HEAD";
    phase = Answering;
    answer(refusal);
}

// Whoever wants to see or to answer a request first. True when nothing more is to be done with it.
bool DustHttpConnection::Private::ask(const DustServerRequest &request)
{
    timer.stop();
    phase = Answering;
    m_request = request;
    m_isHead = request.method == "HEAD";
    m_keepsAlive = request.keepsAlive;
    Q_EMIT q->requestReceived(request);
    const auto &hook = context->settings.answerHook;
    if (phase != Answering || !hook)
        return phase != Answering;
    const auto chosen = hook(request);
    if (chosen)
        answer(*chosen);
    return phase != Answering;
}

void DustHttpConnection::Private::handle()
{
    const DustServerRequest request = m_reader->request();
    m_reader.reset();
    if (ask(request))
        return;
    const QPointer<DustHttpConnection> alive(q);
    router.handle(request, isEncrypted(), [this, alive](const DustServerAnswer &given) {
        if (alive)
            answer(given);
    });
}

bool DustHttpConnection::Private::upgrade()
{
    // Behind the answers that still wait; put() comes back to it.
    if (q->backlog() > q->unsent())
        return false;
    const DustServerRequest request = m_reader->request();
    m_reader.reset();
    if (ask(request))
        return true;
    if (!gate || !gate(request)) {
        DustServerAnswer forbidden;
        forbidden.status = 403;
        forbidden.closes = true;
        answer(forbidden);
        return true;
    }
    if (const int status = DustHttpHead::upgradeStatus(request)) {
        DustServerAnswer refusal = DustRestAnswers::refused(status);
        if (status == 426)
            refusal.headers += { { "Upgrade", "websocket" }, { "Sec-WebSocket-Version", "13" } };
        answer(refusal);
        return true;
    }
    takeLastByte();
    phase = Over;
    QTcpSocket *given = std::exchange(socket, nullptr);
    QObject::disconnect(given, nullptr, q, nullptr);
    given->setReadBufferSize(0);
    given->setParent(nullptr);
    q->deleteLater();
    Q_EMIT q->upgradeRequested(given, request);
    tellAnswered(101);
    return false;
}

void DustHttpConnection::Private::answer(const DustServerAnswer &answer)
{
    if (phase != Answering)
        return;
    sendAnswer(answer);
    tellAnswered(answer.isRaw ? 0 : answer.status);
}

void DustHttpConnection::Private::sendAnswer(const DustServerAnswer &answer)
{
    DustOutgoing message;
    message.closes = answer.closes || answer.isRaw || answer.status == 500 || !m_keepsAlive
            || isFinishing;
    if (answer.isRaw) {
        message.bytes = answer.body;
    } else {
        // PROTOCOL §3: after bad JSON and after a 500 it closes without saying so.
        const bool isSilent = m_keepsAlive && !isFinishing
                && (answer.status == 400 || answer.status == 500);
        message.bytes = DustHttpWriter::render(
                answer, { m_isHead, message.closes, !isSilent, context->settings.now().unix });
    }
    phase = message.closes ? Closing : Idle;
    timer.start(context->settings.idleTimeout);
    q->send(message);
    advanceLater();
}

void DustHttpConnection::Private::tellAnswered(int status)
{
    Q_EMIT q->requestAnswered(std::exchange(m_request, {}), status);
}

// The socket has taken something, so that the reader is still there.
void DustHttpConnection::Private::noteSent()
{
    const bool waitsForReader = phase == Idle || phase == Closing || phase == Leaving
            || (phase == Lingering && !m_isDraining);
    if (waitsForReader && timer.isActive())
        timer.start(context->settings.idleTimeout);
    if (q->unsent() == 0)
        advanceLater();
}

void DustHttpConnection::Private::timeOut()
{
    switch (phase) {
    case Idle:
        close();
        break;
    case Head:
    case Body:
        refuse(408);
        break;
    case Answering:
    case Over:
        break;
    case Closing:
    case Leaving:
    case Lingering:
        socket->abort();
        break;
    }
}

// Behind what waits to be sent.
void DustHttpConnection::Private::close()
{
    phase = Closing;
    timer.start(context->settings.idleTimeout);
    q->send({ {}, {}, false, true });
}

void DustHttpConnection::Private::leave()
{
    if (phase == Over)
        return;
    phase = Leaving;
    timer.start(context->settings.idleTimeout);
    if (q->unsent() == 0)
        part();
}

// A connection that is closed while there is something unread takes the last answer with it.
void DustHttpConnection::Private::part()
{
    phase = Lingering;
    takeLastByte();
    m_isDraining = m_isCutShort || socket->bytesAvailable() > 0;
    if (!m_isDraining) {
        socket->disconnectFromHost();
        return;
    }
    timer.start(LingerTimeout);
    m_lingerEnd.setRemainingTime(qint64(LingerPatience) * LingerTimeout);
    stopWriting();
    drain();
}

void DustHttpConnection::Private::drain()
{
    if (socket->bytesAvailable() == 0)
        return;
    socket->skip(socket->bytesAvailable());
    if (m_isDraining && !m_lingerEnd.hasExpired())
        timer.start(LingerTimeout);
}

// The client sees the end at once and can close; Qt has no name for it.
void DustHttpConnection::Private::stopWriting()
{
#ifdef Q_OS_UNIX
    if (!isEncrypted())
        ::shutdown(int(socket->socketDescriptor()), SHUT_WR);
#endif
}

bool DustHttpConnection::Private::isEncrypted() const
{
    const auto *secure = qobject_cast<QSslSocket *>(socket);
    return secure && secure->isEncrypted();
}

void DustHttpConnection::Private::end()
{
    if (phase == Over)
        return;
    phase = Over;
    timer.stop();
    Q_EMIT q->closed();
}

DustHttpConnection::DustHttpConnection(QTcpSocket *socket, DustServerContext *context,
                                       const UpgradeGate &gate, QObject *parent)
    : DustServerConnection(Http, context->settings.maximumBacklog, parent),
      d(std::make_unique<Private>(this, socket, context, gate))
{
    socket->setParent(this);
    socket->setReadBufferSize(ReadBufferSize);
    connect(socket, &QIODevice::readyRead, this, [this] { d->advance(); });
    dustWhenSent(*socket, this, [this] { d->noteSent(); });
    connect(socket, &QAbstractSocket::disconnected, this, [this] { d->end(); });
    connect(&d->timer, &QTimer::timeout, this, [this] { d->timeOut(); });
    d->timer.start(context->settings.idleTimeout);
    // What came before anybody listened.
    if (socket->state() == QAbstractSocket::UnconnectedState)
        QMetaObject::invokeMethod(
                this, [this] { d->end(); }, Qt::QueuedConnection);
    else
        d->advanceLater();
}

DustHttpConnection::~DustHttpConnection()
{
    d->phase = Private::Over;
    if (d->socket)
        d->socket->disconnect(this);
}

void DustHttpConnection::finish()
{
    d->isFinishing = true;
    if (d->phase == Private::Idle || d->phase == Private::Head || d->phase == Private::Body)
        d->close();
}

qint64 DustHttpConnection::unsent() const
{
    return d->socket ? dustUnsent(*d->socket) : 0;
}

void DustHttpConnection::put(const DustOutgoing &message)
{
    if (d->phase == Private::Over || d->socket->state() != QAbstractSocket::ConnectedState)
        return;
    if (!message.bytes.isEmpty()) {
        d->socket->write(message.bytes);
        // At once: when the client has closed its side, Qt closes ours as soon as it finds out.
        d->socket->flush();
    }
    if (message.closes)
        d->leave();
    else
        d->advanceLater(); // an upgrade may have waited for it
}

void DustHttpConnection::abort()
{
    if (d->socket)
        d->socket->abort();
}

#include "moc_dusthttpconnection_p.cpp"
