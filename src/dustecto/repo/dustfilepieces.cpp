// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustfilepieces_p.h"

#include "dustblobs_p.h"

void DustFilePieces::hash(const QByteArray &content, std::shared_ptr<DustBlobCache::Writer> copy)
{
    m_content = content;
    m_copy = std::move(copy);
    step();
}

void DustFilePieces::read(std::unique_ptr<QFile> file)
{
    m_file = std::move(file);
    m_content.reserve(qsizetype(m_file->size()));
    stepLater();
}

void DustFilePieces::stepLater()
{
    QMetaObject::invokeMethod(
            this, [this] { step(); }, Qt::QueuedConnection);
}

void DustFilePieces::step()
{
    if (!takeNext())
        return finish({});
    const qsizetype end = qMin(m_content.size(), m_done + Size);
    const QByteArrayView piece = QByteArrayView(m_content).sliced(m_done, end - m_done);
    m_hash.addData(piece);
    if (m_copy)
        m_copy->write(piece);
    m_done = end;
    if (m_done < m_content.size() || (m_file && !m_file->atEnd()))
        return stepLater();
    finish(DustBlobs::named(m_hash.result()));
}

// Returns whether it could be read.
bool DustFilePieces::takeNext()
{
    if (!m_file)
        return true;
    const QByteArray piece = m_file->read(Size);
    m_content.append(piece);
    return m_file->error() == QFile::NoError && (!piece.isEmpty() || m_file->atEnd());
}

void DustFilePieces::finish(const QString &hash)
{
    const Receiver receiver = std::exchange(m_receiver, {});
    const QByteArray content = std::exchange(m_content, {});
    receiver(content, hash);
}
