// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "repoplace.h"

#include "dustclient.h"
#include "duststore.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTemporaryDir>

#include <utility>

namespace {

// A ledger in this process. A client of its own listens to it.
class EmbeddedPlace : public RepoPlace
{
public:
    explicit EmbeddedPlace(const QUrl &url) : m_listener(url)
    {
        DustStore *store = m_listener.store(storeName());
        if (!store->transport())
            qFatal("%s", qPrintable(store->error().message()));
        store->subscribe(QStringLiteral("**"), &m_listener, [this](const DustEvent &event) {
            m_operations.append(event.opName() + QLatin1Char(' ') + event.pathString()
                                + QLatin1Char(' ') + QString::fromUtf8(event.value.toJson()));
        });
    }

    QUrl url() const override { return m_listener.url(); }
    QStringList takeOperations() override
    {
        QCoreApplication::processEvents();
        return std::exchange(m_operations, {});
    }

private:
    DustClient m_listener;
    QStringList m_operations;
};

class MemoryPlace final : public EmbeddedPlace
{
public:
    MemoryPlace() : EmbeddedPlace(QUrl(QStringLiteral("memory:conformance"))) {}
};

struct TemporaryFolder
{
    QTemporaryDir folder;
};

// The folder is made before the listener opens the file in it, and goes after it.
class SqlitePlace final : private TemporaryFolder, public EmbeddedPlace
{
public:
    SqlitePlace()
        : EmbeddedPlace(QUrl::fromLocalFile(folder.filePath(QStringLiteral("conformance.dust"))))
    {}
};

} // namespace

std::unique_ptr<RepoPlace> makeEmbeddedPlace(const QByteArray &name)
{
    if (name == "memory")
        return std::make_unique<MemoryPlace>();
    if (name == "sqlite")
        return std::make_unique<SqlitePlace>();
    return nullptr;
}
