// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTMODEL_H
#define DUSTLISTMODEL_H

#include "dustrepo.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QLocale>

class DustListModelFace;

// The records of one schema as a live, sorted, filtered table: roles per field for QML, columns for
// widgets.
class DUSTECTO_EXPORT DustListModel : public QAbstractTableModel
{
    Q_OBJECT
    Q_PROPERTY(DustRepo *repo READ repo WRITE setRepo NOTIFY repoChanged)
    Q_PROPERTY(QStringList sort READ sort WRITE setSort NOTIFY sortChanged)
    Q_PROPERTY(QLocale sortLocale READ sortLocale WRITE setSortLocale NOTIFY sortLocaleChanged)
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY searchChanged)
    Q_PROPERTY(QStringList searchFields READ searchFields WRITE setSearchFields NOTIFY
                       searchFieldsChanged)
    Q_PROPERTY(QStringList columns READ columns WRITE setColumns NOTIFY columnsChanged)
    Q_PROPERTY(QVariantMap headers READ headers WRITE setHeaders NOTIFY headersChanged)
    Q_PROPERTY(bool editable READ isEditable WRITE setEditable NOTIFY editableChanged)
    Q_PROPERTY(int pollInterval READ pollInterval WRITE setPollInterval NOTIFY pollIntervalChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int totalCount READ totalCount NOTIFY totalCountChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY loadingChanged)
    Q_PROPERTY(DustError error READ error NOTIFY errorChanged)
#ifdef Q_QDOC
    Q_PROPERTY(DustSchema schema READ schema WRITE setSchema NOTIFY schemaChanged)
    Q_PROPERTY(QVariantMap filter READ filter WRITE setFilter NOTIFY filterChanged)
#else
    // QML may give more.
    Q_PRIVATE_PROPERTY(face(), QVariant schema READ schema WRITE setSchema NOTIFY schemaChanged)
    Q_PRIVATE_PROPERTY(face(), QVariantMap filter READ filter WRITE setFilter NOTIFY filterChanged)
    Q_PRIVATE_PROPERTY(face(), QVariant filterFunction READ filterFunction WRITE setFilterFunction)
#endif

public:
    enum Role { SlugRole = Qt::UserRole + 1, RecordRole, PendingRole, FirstFieldRole };
    Q_ENUM(Role)

    using FilterFunction = std::function<bool(const DustRecord &)>;
    using ChangesetFunction = std::function<DustChangeset(const DustRecord &, const QVariantMap &)>;

    explicit DustListModel(QObject *parent = nullptr);
    DustListModel(DustRepo *repo, const DustSchema &schema, QObject *parent = nullptr);
    ~DustListModel() override;

    DustRepo *repo() const;
    void setRepo(DustRepo *repo);
    DustSchema schema() const;
    void setSchema(const DustResult<DustSchema> &schema); // a DustSchema, or what of() answers

    QStringList sort() const;
    void setSort(const QStringList &sort);
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    QLocale sortLocale() const;
    void setSortLocale(const QLocale &locale);

    QVariantMap filter() const;
    void setFilter(const QVariantMap &filter);
    QString search() const;
    void setSearch(const QString &search);
    QStringList searchFields() const;
    void setSearchFields(const QStringList &fields);
    void setFilterFunction(const FilterFunction &function);
    Q_INVOKABLE void invalidateFilter();

    QStringList columns() const;
    void setColumns(const QStringList &columns);
    QVariantMap headers() const;
    void setHeaders(const QVariantMap &headers);
    bool isEditable() const;
    void setEditable(bool editable);
    int pollInterval() const; // milliseconds; 0: never
    void setPollInterval(int milliseconds);

    int count() const;
    int totalCount() const;
    bool isLoading() const;
    DustError error() const;

    QVariantMap get(int row) const;
    DustRecord record(int row) const;
    Q_INVOKABLE int indexOfSlug(const QString &slug) const;
    Q_INVOKABLE QString slugAt(int row) const;

    void setChangesetFunction(const ChangesetFunction &function);
    DustFuture<DustRecord> insert(const QVariantMap &params);
    DustFuture<DustRecord> update(const QString &slug, const QVariantMap &params);
    DustFuture<DustReceipt> remove(const QString &slug);
    Q_INVOKABLE void refresh();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    bool setHeaderData(int section, Qt::Orientation orientation, const QVariant &value,
                       int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QHash<int, QByteArray> roleNames() const override;

    // In QML, and there only.
    Q_PRIVATE_SLOT(face(), void setFilterFunction(const QVariant &function))
    Q_PRIVATE_SLOT(face(), QVariantMap get(int row) const)
    Q_PRIVATE_SLOT(face(), DustReply *insert(const QVariantMap &params))
    Q_PRIVATE_SLOT(face(), DustReply *update(const QString &slug, const QVariantMap &params))
    Q_PRIVATE_SLOT(face(), DustReply *remove(const QString &slug))

Q_SIGNALS:
    void repoChanged();
    void schemaChanged();
    void sortChanged();
    void sortLocaleChanged();
    void filterChanged();
    void searchChanged();
    void searchFieldsChanged();
    void columnsChanged();
    void headersChanged();
    void editableChanged();
    void pollIntervalChanged();
    void countChanged();
    void totalCountChanged();
    void loadingChanged();
    void errorChanged();
    void errorOccurred(const DustError &error);

private:
    friend class DustListModelFace;
    DustListModelFace *face();
    class Private;
    std::unique_ptr<Private> d;
};

#endif // DUSTLISTMODEL_H
