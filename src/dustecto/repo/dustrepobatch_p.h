// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPOBATCH_P_H
#define DUSTREPOBATCH_P_H

#include "dustwritestep_p.h"

#include <QtCore/QSharedData>

class DustRepoBatchData : public QSharedData
{
public:
    QList<DustWriteStep> steps;
};

#endif // DUSTREPOBATCH_P_H
