// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustblobs_p.h"

#include "dusttext_p.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QSaveFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype HexDigits = 64;

DustError failure(const QString &doing, const QString &fileName, const QString &why)
{
    return DustError(DustError::Storage,
                     u"The file %1 could not be %2 (%3): check the disk and the permissions of its "
                     "folder."_s.arg(QDir::toNativeSeparators(fileName), doing, why),
                     { { u"reason"_s, u"io_error"_s } });
}

} // namespace

DustResult<void> DustBlobs::open(const QString &folder)
{
    m_folder = folder;
    if (folder.isEmpty() || QDir().mkpath(folder))
        return {};
    return failure(u"made"_s, folder, u"its folder cannot be written"_s);
}

QString DustBlobs::named(const QByteArray &sha256)
{
    return Prefix + QString::fromLatin1(sha256.toHex());
}

QString DustBlobs::hashOf(const QByteArray &content)
{
    return named(QCryptographicHash::hash(content, QCryptographicHash::Sha256));
}

bool DustBlobs::isHash(const QString &text)
{
    const auto isHexDigit = [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
    };
    return text.size() == Prefix.size() + HexDigits && text.startsWith(Prefix)
            && std::all_of(text.cbegin() + Prefix.size(), text.cend(), isHexDigit);
}

QString DustBlobs::fileName(const QString &hash) const
{
    return m_folder + u'/' + hash.sliced(Prefix.size());
}

DustResult<QString> DustBlobs::put(const QByteArray &content)
{
    const QString hash = hashOf(content);
    if (m_folder.isEmpty()) {
        m_contents.insert(hash, content);
        return hash;
    }
    const QString name = fileName(hash);
    if (QFile::exists(name) && get(hash))
        return hash;
    if (!QDir().mkpath(m_folder))
        return failure(u"written"_s, name, u"its folder cannot be made"_s);
    QSaveFile file(name);
    const bool isWritten = file.open(QFile::WriteOnly) && file.write(content) == content.size()
            && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (!isWritten || !file.commit())
        return failure(u"written"_s, name, file.errorString());
    return hash;
}

DustResult<QByteArray> DustBlobs::get(const QString &hash) const
{
    const auto notFound = [&] {
        return DustError(DustError::NotFound,
                         u"There is no file with the hash %1."_s.arg(DustText::quoted(hash)));
    };
    if (!isHash(hash))
        return notFound();
    if (m_folder.isEmpty()) {
        const auto found = m_contents.constFind(hash);
        return found == m_contents.cend() ? DustResult<QByteArray>(notFound()) : *found;
    }
    QFile file(fileName(hash));
    if (!file.exists())
        return notFound();
    if (!file.open(QFile::ReadOnly))
        return failure(u"read"_s, file.fileName(), file.errorString());
    const QByteArray content = file.readAll();
    if (hashOf(content) != hash)
        return failure(u"read"_s, file.fileName(), u"it is damaged"_s);
    return content;
}

void DustBlobs::keepOnly(const QSet<QString> &hashes)
{
    const auto isOld = [&](const QString &hash) { return !hashes.contains(hash); };
    m_contents.removeIf([&](const auto &entry) { return isOld(entry.key()); });
    if (m_folder.isEmpty())
        return;
    const QDir folder(m_folder);
    const QStringList names = folder.entryList(QDir::Files);
    for (const QString &name : names) {
        const QString hash = Prefix + name.first(qMin(name.size(), HexDigits));
        // What is longer is a file that a crash kept from being finished.
        const bool isUnfinished = name.size() > HexDigits && name.at(HexDigits) == u'.';
        if (isHash(hash) && (isUnfinished || (name.size() == HexDigits && isOld(hash))))
            QFile::remove(folder.filePath(name));
    }
}
