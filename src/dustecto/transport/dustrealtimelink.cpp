// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrealtimelink_p.h"

#include "dusthttperrors_p.h"
#include "dusthttproutes_p.h"

#include <QtCore/QPointer>
#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace {

constexpr int Capver = 3;

QUrl addressOf(const QUrl &server, const QString &deviceId)
{
    QUrlQuery query;
    query.addQueryItem(u"device_id"_s, QString::fromLatin1(QUrl::toPercentEncoding(deviceId)));
    query.addQueryItem(u"capver"_s, QString::number(Capver));
    QUrl address = server;
    address.setPath(u"/ws/sync/websocket"_s);
    address.setQuery(query);
    return address;
}

// What a server refuses may repeat the token.
DustValue cleaned(const DustValue &value, const DustChannelSocket &socket)
{
    if (value.isString())
        return socket.withoutToken(value.toString());
    if (value.isArray()) {
        DustArray items = value.toArray();
        for (DustValue &item : items)
            item = cleaned(item, socket);
        return items;
    }
    DustObject members = value.toObject();
    for (DustValue &member : members)
        member = cleaned(member, socket);
    return value.isObject() ? DustValue(members) : value;
}

} // namespace

DustRealtimeLink::DustRealtimeLink(const QUrl &server, const QString &deviceId,
                                   const std::shared_ptr<DustHttpAccess> &access,
                                   const DustChannelSettings &settings)
    : m_server(server), m_deviceId(deviceId), m_access(access), m_socket(settings)
{
    connectSocket();
    m_socket.setProbe([this](const auto &receiver) { probe(receiver); });
    m_socket.setPermit([this] { return mayConnect(); });
    // Later, since the source is the application's.
    connect(m_access.get(), &DustHttpAccess::tokenRefused, this, &DustRealtimeLink::replaceToken,
            Qt::QueuedConnection);
}

DustRealtimeLink::~DustRealtimeLink()
{
    m_socket.disconnect(this);
}

void DustRealtimeLink::connectSocket()
{
    using Socket = DustChannelSocket;
    const auto topicAt = [this](const QString &topic) { return m_topics.value(topic); };
    connect(&m_socket, &Socket::stateChanged, this, &DustRealtimeLink::stateChanged);
    connect(&m_socket, &Socket::joined, this, &DustRealtimeLink::takeJoin);
    connect(&m_socket, &Socket::joinRefused, this, &DustRealtimeLink::takeRefusal);
    connect(&m_socket, &Socket::channelEnded, this,
            [topicAt](const QString &topic, const DustError &why) {
                if (DustRealtimeTopic *store = topicAt(topic))
                    store->channelEnded(why);
            });
    connect(&m_socket, &Socket::eventReceived, this,
            [topicAt](const QString &topic, const QString &event, const DustChannelPayload &payload,
                      bool) {
                if (DustRealtimeTopic *store = topicAt(topic))
                    store->eventReceived(event, payload);
            });
    using Answer = DustRealtimeTopic::Answer;
    connect(&m_socket, &Socket::replyReceived, this,
            [this, topicAt](const QString &topic, const QString &ref, bool ok,
                            const DustValue &response) {
                DustRealtimeTopic *store = topicAt(topic);
                if (store && ok)
                    store->answered(ref, { Answer::Accepted, response.toObject(), {} });
                else if (store)
                    store->answered(
                            ref, { Answer::Refused, cleaned(response, m_socket).toObject(), {} });
                if (!ok && response.toObject().value(u"reason"_s) == DustValue(u"unauthorized"_s))
                    QMetaObject::invokeMethod(
                            this, [this, token = m_token] { replaceToken(token); },
                            Qt::QueuedConnection);
            });
    connect(&m_socket, &Socket::pushLost, this,
            [topicAt](const QString &topic, const QString &ref, const DustError &why) {
                if (DustRealtimeTopic *store = topicAt(topic))
                    store->answered(ref, { Answer::Lost, {}, why });
            });
}

void DustRealtimeLink::open(const TokenSource &source)
{
    m_source = source;
    const auto opened = m_socket.open(addressOf(m_server, m_deviceId),
                                      [this](const QString &refused, const auto &receiver) {
                                          askForToken(refused, receiver);
                                      });
    if (!opened)
        Q_EMIT errorOccurred(opened.error());
}

// The source may answer when everything here is gone.
void DustRealtimeLink::askForToken(const QString &refused,
                                   const DustChannelSocket::TokenReceiver &receiver)
{
    m_waiting = receiver;
    if (!m_source)
        return passOn(m_token);
    const TokenSource source = m_source;
    source(refused, [self = QPointer(this)](const QString &token) {
        if (self && self->m_waiting)
            self->passOn(token);
    });
}

// To HTTP and to the socket, which asks mayConnect().
void DustRealtimeLink::passOn(const QString &token)
{
    m_token = token;
    m_access->setToken(token);
    if (const auto receiver = std::exchange(m_waiting, {}))
        receiver(token);
    else
        m_socket.setToken(token);
}

// A connection outlives its token, and goes on until there is another one: nothing else would ask for that.
void DustRealtimeLink::replaceToken(const QString &refused)
{
    const bool isOfNow = refused == m_token && m_socket.state() == DustChannelSocket::Connected;
    if (!m_source || !isOfNow || m_waiting || std::exchange(m_replaced, refused) == refused)
        return;
    const TokenSource source = m_source;
    source(refused, [self = QPointer(this)](const QString &token) {
        if (self && !token.isEmpty())
            self->setToken(token);
    });
}

void DustRealtimeLink::setToken(const QString &token)
{
    if (token != m_token || m_waiting)
        passOn(token);
}

void DustRealtimeLink::retryToken()
{
    if (m_isHeldBack && m_access->check())
        m_socket.setToken(m_token);
}

DustResult<void> DustRealtimeLink::mayConnect()
{
    const DustResult<void> checked = m_access->check();
    m_isHeldBack = !checked;
    return checked;
}

void DustRealtimeLink::reconnectNow()
{
    const QPointer<DustRealtimeLink> alive(this);
    m_socket.reconnectNow();
    if (!alive)
        return;
    for (const QString &topic : std::exchange(m_refused, {}))
        join(topic);
}

void DustRealtimeLink::add(const QString &storeName, DustRealtimeTopic *topic)
{
    m_topics.insert(topicOf(storeName), topic);
    join(topicOf(storeName));
}

void DustRealtimeLink::remove(const QString &storeName)
{
    m_topics.remove(topicOf(storeName));
    m_refused.remove(topicOf(storeName));
    m_socket.leave(topicOf(storeName));
}

void DustRealtimeLink::rejoin(const QString &storeName)
{
    m_socket.rejoin(topicOf(storeName));
}

void DustRealtimeLink::rejoinLater(const QString &storeName)
{
    m_socket.rejoinLater(topicOf(storeName));
}

DustResult<QString> DustRealtimeLink::push(const QString &storeName, const QString &event,
                                           const DustValue &payload)
{
    return m_socket.push(topicOf(storeName), event, payload);
}

void DustRealtimeLink::join(const QString &topic)
{
    if (!m_topics.contains(topic))
        return;
    m_socket.join(topic, [this, topic] {
        DustRealtimeTopic *store = m_topics.value(topic);
        return store ? store->joinPayload() : DustValue(DustObject());
    });
}

void DustRealtimeLink::takeJoin(const QString &topic, const DustValue &response)
{
    m_refused.remove(topic);
    if (DustRealtimeTopic *store = m_topics.value(topic))
        store->joined(response);
}

// The socket joins it again with the next connection.
void DustRealtimeLink::takeRefusal(const QString &topic, const DustValue &response)
{
    m_refused.remove(topic);
    DustRealtimeTopic *store = m_topics.value(topic);
    if (!store)
        return;
    qint64 retryAfter = 0;
    if (store->joinRefused(cleaned(response, m_socket).toObject(), &retryAfter))
        m_refused.insert(topic);
    else
        m_socket.rejoinLater(topic, retryAfter);
}

// Any read of any store says what the server thinks of the token. What the receiver does runs
// application code, and the exchange must not.
void DustRealtimeLink::probe(const DustChannelSocket::VerdictReceiver &receiver)
{
    using Verdict = DustChannelSocket::Verdict;
    if (const auto checked = m_access->check(); !checked) // as the next attempt will say
        return receiver({ Verdict::Outage, checked.error(), 0 });
    const QString topic = m_topics.isEmpty() ? QString() : m_topics.cbegin().key();
    const QString storeName = topic.isEmpty() ? u"-/-"_s : topic.section(u':', 1);
    const DustHttpRequest request = DustHttpRoutes(storeName).list(
            DustQuery::list(u"**"_s).setLimit(1).setSelect(DustQuery::Keys));
    const auto take = [self = QPointer(this), request, receiver](const DustHttpReply &reply) {
        if (!self)
            return;
        const DustError said = DustHttpErrors::of(request, reply, self->m_access.get());
        QMetaObject::invokeMethod(
                self.get(), [receiver, said] { receiver(Verdict::of(said)); },
                Qt::QueuedConnection);
    };
    m_access->start(request, take);
}

#include "moc_dustrealtimelink_p.cpp"
