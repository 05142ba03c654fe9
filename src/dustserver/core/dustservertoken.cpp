// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustservertoken.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QRandomGenerator>

#include <array>

using namespace Qt::StringLiterals;

/*!
    \class DustServerToken
    \inmodule DustEcto
    \brief The DustServerToken class says what somebody who knows a secret may do on a DustServer.

    The secret itself is not kept, only its SHA-256, so that no log and no dump of a server has it.

    \code
    server.addToken(DustServerToken::readOnly(secret).setId(u"dashboard"_s)
                            .setStores({ u"acme/main"_s }));
    \endcode

    \sa DustServer::addToken()
*/

namespace {

QString shortId(const QByteArray &digest)
{
    return QString::fromLatin1(digest.toHex().first(12));
}

} // namespace

/*!
    \fn DustServerToken::DustServerToken()

    Makes a token that nobody has and that may do nothing.
*/

/*!
    Returns the name of the scope that allows reading entries and joining a store:
    \c{entries:read}.
*/
QString DustServerToken::entriesRead()
{
    return u"entries:read"_s;
}

/*!
    Returns the name of the scope that allows writing entries and rolling back:
    \c{entries:write}.
*/
QString DustServerToken::entriesWrite()
{
    return u"entries:write"_s;
}

/*!
    Returns the name of the scope that allows fetching files: \c{files:read}.
*/
QString DustServerToken::filesRead()
{
    return u"files:read"_s;
}

/*!
    Returns the name of the scope that allows storing files: \c{files:write}.
*/
QString DustServerToken::filesWrite()
{
    return u"files:write"_s;
}

/*!
    Returns a token with \a secret that may read entries and files.
*/
DustServerToken DustServerToken::readOnly(const QString &secret)
{
    return withScopes(secret, { entriesRead(), filesRead() });
}

/*!
    Returns a token with \a secret that may read and write entries and files.
*/
DustServerToken DustServerToken::readWrite(const QString &secret)
{
    return withScopes(secret, { entriesRead(), entriesWrite(), filesRead(), filesWrite() });
}

/*!
    Returns a token with \a secret that has \a scopes.
*/
DustServerToken DustServerToken::withScopes(const QString &secret, const QStringList &scopes)
{
    DustServerToken token;
    token.m_digest = digestOf(secret);
    token.m_id = shortId(token.m_digest);
    token.m_scopes = scopes;
    return token;
}

/*!
    Returns a new secret of 256 random bits, as \c{dust_tok_} and URL-safe letters.
*/
QString DustServerToken::makeSecret()
{
    std::array<quint32, 8> random;
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    const QByteArray bytes(reinterpret_cast<const char *>(random.data()),
                           qsizetype(sizeof(random)));
    return u"dust_tok_"_s
            + QString::fromLatin1(
                    bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

/*!
    Names the token \a id: operations made over HTTP carry the device id \c{http:<id>}. By default
    it is made from the digest. Returns this token.
*/
DustServerToken &DustServerToken::setId(const QString &id)
{
    m_id = id;
    return *this;
}

/*!
    Restricts the token to the stores \a names; an empty list, the default, means all. Returns this
    token.
*/
DustServerToken &DustServerToken::setStores(const QStringList &names)
{
    m_stores = names;
    return *this;
}

/*!
    \fn const QByteArray &DustServerToken::digest() const

    Returns the SHA-256 of the secret.
*/

/*!
    Returns the SHA-256 of \a secret.
*/
QByteArray DustServerToken::digestOf(const QString &secret)
{
    return QCryptographicHash::hash(secret.toUtf8(), QCryptographicHash::Sha256);
}

/*!
    \fn QString DustServerToken::id() const

    Returns who has the token, as events name it.
*/

/*!
    \fn QStringList DustServerToken::scopes() const

    Returns what the token allows.
*/

/*!
    \fn QStringList DustServerToken::stores() const

    Returns the stores that the token is restricted to; empty for all.
*/

/*!
    \fn bool DustServerToken::may(const QString &scope) const

    Returns whether the token has \a scope.
*/

/*!
    \fn bool DustServerToken::mayOpen(const QString &storeName) const

    Returns whether the token is for \a storeName.
*/
