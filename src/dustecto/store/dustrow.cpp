// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrow_p.h"

#include "dustmessagepack_p.h"
#include "dusttext_p.h"

#include <QtCore/QVarLengthArray>

#include <cstdlib>
#include <cstring>
#include <new>

using namespace Qt::StringLiterals;

namespace {

DustError damaged(QByteArrayView path, const QString &what)
{
    const QString name = DustText::fromUtf8(path);
    return DustError(
            DustError::Storage,
            u"The stored row %1 is damaged: %2. Write this path again, or delete it or its "
            "parent, to repair the store."_s.arg(DustText::quoted(name), what),
            { { u"reason"_s, u"damaged_row"_s }, { u"path"_s, name } });
}

} // namespace

DustResult<DustValue> DustStoredValue::value() const
{
    return DustMessagePack::decode(packed);
}

bool operator==(const DustStoredValue &a, const DustStoredValue &b)
{
    return a.revision == b.revision && a.type == b.type && a.syncedAt == b.syncedAt
            && a.packed == b.packed;
}

void DustRow::Deleter::operator()(DustRow *row) const noexcept
{
    std::free(row);
}

DustRow::Pointer DustRow::create(QByteArrayView path, const DustStoredValue &value,
                                 Condition condition)
{
    if (path.size() > MaximumPathBytes || value.packed.size() > MaximumValueBytes)
        return nullptr;
    const std::size_t pathLength = std::size_t(path.size());
    const std::size_t valueLength = std::size_t(value.packed.size());
    void *memory = std::malloc(sizeof(DustRow) + pathLength + valueLength);
    Q_CHECK_PTR(memory);
    auto *row = new (memory) DustRow;
    row->m_revision = value.revision;
    row->m_syncedAt = value.syncedAt;
    row->m_valueLength = quint32(valueLength);
    row->m_pathLength = quint32(pathLength) & 0xffffff;
    row->m_type = value.type & 0x7f;
    row->m_condition = condition & 1;
    char *bytes = reinterpret_cast<char *>(row + 1);
    if (pathLength)
        std::memcpy(bytes, path.data(), pathLength);
    if (valueLength)
        std::memcpy(bytes + pathLength, value.packed.constData(), valueLength);
    return Pointer(row);
}

DustResult<DustValue> DustRow::value() const
{
    if (m_condition == Damaged) {
        return damaged(path(),
                       DustPath::parse(path()) ? u"its type, revision or value cannot be one"_s
                                               : u"it is not a path"_s);
    }
    DustResult<DustValue> value = DustMessagePack::decode(packed());
    if (!value)
        return damaged(path(), u"its value cannot be read (%1)"_s.arg(value.error().message()));
    return value;
}

DustResult<DustEntry> DustRow::entry() const
{
    DustResult<DustValue> decoded = value();
    if (!decoded)
        return decoded.error();
    return DustEntry(DustPath::fromCanonical(path().toByteArray()), *decoded, type(), m_revision);
}

DustStoredValue DustRow::stored() const
{
    return { packed().toByteArray(), type(), m_revision, m_syncedAt };
}

DustReadView::~DustReadView() = default;

void DustReadView::scanBelow(QByteArrayView path, Visitor visitor) const
{
    if (path.isEmpty()) {
        scan({}, {}, visitor);
        return;
    }
    QVarLengthArray<char, 256> from(path.begin(), path.end());
    from.append('/');
    QVarLengthArray<char, 256> to(path.begin(), path.end());
    to.append('/' + 1);
    scan(QByteArrayView(from.constData(), from.size()), QByteArrayView(to.constData(), to.size()),
         visitor);
}

bool DustReadView::hasBelow(QByteArrayView path) const
{
    bool found = false;
    scanBelow(path, [&found](const DustRow &) {
        found = true;
        return false;
    });
    return found;
}

DustResult<DustEntry> DustReadView::entry(const DustPath &path) const
{
    if (const DustRow *leaf = find(path.rendered()))
        return leaf->entry();

    QList<DustValue::Leaf> leaves;
    quint64 revision = 0;
    std::optional<DustError> error;
    scanBelow(path.rendered(), [&](const DustRow &row) {
        const DustResult<DustValue> value = row.value();
        if (!value) {
            error = value.error();
            return false;
        }
        leaves.emplaceBack(DustPath::fromCanonical(row.path().toByteArray()), *value);
        revision = std::max(revision, row.revision());
        return true;
    });
    if (error)
        return *error;
    const DustResult<DustValue> assembled = DustValue::assemble(path, leaves);
    if (!assembled)
        return assembled.error();
    return DustEntry(path, *assembled, DustEntry::Map, revision);
}
