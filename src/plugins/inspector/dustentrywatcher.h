// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTENTRYWATCHER_H
#define DUSTENTRYWATCHER_H

#include "dustentrytree.h"
#include "duststoreobserver_p.h"

// Hears what a store does, for as long as it is there.
class DustEntryTree::Watcher final : public DustStoreObserver
{
public:
    explicit Watcher(DustEntryTree *tree) : m_tree(tree) {}

    Phase phase() const override { return View; }
    void prepare(const QList<const DustCommit *> &commits) override { m_tree->prepare(commits); }
    void deliver() override { m_tree->takeNews(); }

private:
    DustEntryTree *const m_tree;
};

#endif // DUSTENTRYWATCHER_H
