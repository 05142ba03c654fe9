// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMDISK_H
#define SIMDISK_H

#include "dusttransaction_p.h"

#include <functional>
#include <memory>

// What a SimStorage keeps in more than memory, and reads again when its process is started again.
class SimDisk
{
public:
    using Maker = std::function<std::unique_ptr<SimDisk>()>;

    virtual ~SimDisk() = default;

    virtual DustResult<DustStorageContent> read() = 0;
    virtual DustResult<void> keep(const DustTransaction &transaction) = 0;
};

#endif // SIMDISK_H
