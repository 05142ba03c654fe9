// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustentrynode.h"

#include <algorithm>

namespace {

int placeOf(char byte)
{
    return byte == '/' ? -1 : int(uchar(byte));
}

} // namespace

bool DustTreeOrder::operator()(QByteArrayView a, QByteArrayView b) const
{
    const auto [here, there] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (here == a.end() || there == b.end())
        return there != b.end();
    return placeOf(*here) < placeOf(*there);
}

QByteArrayView DustEntryNode::segment() const
{
    return QByteArrayView(path).sliced(path.lastIndexOf('/') + 1);
}

bool DustEntryNode::isVisible() const
{
    for (const DustEntryNode *above = parent; above; above = above->parent) {
        if (!above->isExpanded)
            return false;
    }
    return true;
}

QByteArray DustEntryNode::parentOf(const QByteArray &path)
{
    return path.left(std::max(qsizetype(0), path.lastIndexOf('/')));
}
