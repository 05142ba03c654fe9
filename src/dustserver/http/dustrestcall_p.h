// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRESTCALL_P_H
#define DUSTRESTCALL_P_H

// One request on its way through a handler: what it may touch, and how to answer it.

#include "dustrestanswers_p.h"
#include "dustresttarget_p.h"
#include "dustservercontext_p.h"

class DustRestCall
{
public:
    using Answer = std::function<void(const DustServerAnswer &)>;

    DustServerRequest request;
    DustRestTarget target;
    DustServerContext *context = nullptr;
    DustTokenTable::Pointer token;
    DustServerStore *store = nullptr; // of a route that names one
    Answer answer; // to be called once
    bool isEncrypted = false;

    // The request's X-Request-Id where it is text, else one made up.
    QString operationId() const;
    // If-Match and If-None-Match, put on the operation.
    DustResult<void> addPreconditions(DustOperation *operation) const;
    // Queues the operations, all or nothing; `done` renders what was committed. Errors are answered
    // here.
    void write(const QList<DustOperation> &operations, DustRestAnswers::Place place,
               const std::function<DustServerAnswer(const QList<DustCommit> &)> &done) const;
};

#endif // DUSTRESTCALL_P_H
