// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLOGMODEL_H
#define DUSTLOGMODEL_H

#include <QtCore/QAbstractListModel>
#include <QtQml/qqmlregistration.h>

// A list of what happened, the newest first, that forgets the oldest. What happens in one turn of the event loop is told
// at its end, in one go.
class DustLogModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)
    Q_PROPERTY(int limit READ limit WRITE setLimit NOTIFY limitChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)

public:
    bool isActive() const { return m_isActive; }
    void setActive(bool active);
    int limit() const { return m_limit; }
    void setLimit(int limit);
    int count() const { return int(heldCount()) - m_fresh; }

    Q_INVOKABLE void clear();

    int rowCount(const QModelIndex &parent = {}) const override;

Q_SIGNALS:
    void activeChanged();
    void limitChanged();
    void countChanged();

protected:
    DustLogModel(int limit, QObject *parent);

    // Listening: from start() to stop().
    virtual void start() = 0;
    virtual void stop() = 0;
    // What is held, the newest first: also what was not told yet.
    virtual qsizetype heldCount() const = 0;
    virtual void drop(qsizetype count) = 0; // of the oldest

    void noteAdded(); // one more is held, at the front
    qsizetype heldAt(const QModelIndex &index) const { return index.row() + m_fresh; }
    // -1 as long as it was not told.
    int rowOf(qsizetype held) const { return held < m_fresh ? -1 : int(held) - m_fresh; }

private:
    void tell();

    int m_limit;
    int m_fresh = 0; // at the front, not told yet
    bool m_isActive = true;
    bool m_tellsLater = false;
};

#endif // DUSTLOGMODEL_H
