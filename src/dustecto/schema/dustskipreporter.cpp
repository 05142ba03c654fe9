// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustskipreporter_p.h"

#include <QtCore/QLoggingCategory>

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(schemaLog, "dustecto.schema")

} // namespace

void DustSkipReporter::report(const DustSchema &schema, const DustError &error)
{
    const Record record(schema, error.detail().value(u"slug"_s).toString());
    const size_t message = qHash(error.message());
    const auto known = m_reported.find(record);
    if (known != m_reported.end() && *known == message)
        return;
    if (known == m_reported.end() && m_reported.size() >= MostRecords) {
        if (!m_full)
            qCWarning(schemaLog,
                      "%lld records were skipped; further ones are skipped without a word.",
                      qlonglong(MostRecords));
        m_full = true;
        return;
    }
    m_reported.insert(record, message);
    qCWarning(schemaLog).noquote() << "Skipped:" << error.message();
}
