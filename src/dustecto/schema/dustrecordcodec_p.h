// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRECORDCODEC_P_H
#define DUSTRECORDCODEC_P_H

// Between leaves and records. Exported for the rooms above and the benchmarks; not public API.

#include "dustoperation.h"
#include "dustrecord.h"

#include <memory>
#include <optional>

// Puts the leaves of one record at a time back together. Made once per list, reused per record.
class DUSTECTO_EXPORT DustRecordDecoder
{
public:
    explicit DustRecordDecoder(const DustSchema &schema);
    ~DustRecordDecoder();

    void begin(const QString &slug);
    // relative: rendered path below the record ("title", "meta/lang"); empty for a leaf at the record's own path.
    void add(QByteArrayView relative, const DustValue &value, quint64 revision);
    // Decodes and checks the guard: every required leaf is there and neither null nor "" on the wire.
    // The error is NotFound with detail slug, missing, unrecognised, invalid (field -> message).
    DustResult<DustRecord> finish();
    // The same straight into a gadget of the schema's type (which must hold default values).
    DustResult<void> finishInto(void *gadget, DustMeta *meta);

private:
    class Private;
    std::unique_ptr<Private> d;
};

// The new value of one leaf of a record that was decoded before.
class DUSTECTO_EXPORT DustRecordAmendment
{
public:
    // Nothing, where only decoding all of the record again tells what became of it.
    static std::optional<DustRecordAmendment> of(const DustRecord &record, QByteArrayView leaf,
                                                 const DustValue &value, quint64 revision);
    // To the record it was made of, or a copy. Returns the index of the field where its value is another now.
    std::optional<int> applyTo(DustRecord *record) const;

private:
    int m_field = -1;
    QVariant m_value;
    quint64 m_revision = 0;
};

namespace DustRecordEncoder {

// The body of the record: an object by wire name, without the slug.
DUSTECTO_EXPORT DustResult<DustObject> body(const DustRecord &record);
// The wire value of one field.
DUSTECTO_EXPORT DustResult<DustValue> field(const DustRecord &record, int index);

} // namespace DustRecordEncoder

#endif // DUSTRECORDCODEC_P_H
