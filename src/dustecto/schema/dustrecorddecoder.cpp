// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustkeptnumbers_p.h"
#include "dustrecordcodec_p.h"
#include "dustschema_p.h"
#include "dusttext_p.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

class DustRecordDecoder::Private
{
public:
    // What was seen of one field; what the guard wants is that it is filled.
    enum Seen : quint8 { Nothing = 0, Leaf = 1, Tree = 2, Filled = 4 };

    struct Subtree
    {
        int index;
        QList<DustValue::Leaf> leaves;
    };

    explicit Private(const DustSchema &recordSchema)
        : schema(recordSchema), data(DustSchemaData::get(schema))
    {}

    const DustFieldData &field(int index) const
    {
        return DustFieldData::get(data->fields.at(index));
    }
    int indexOf(QByteArrayView segment);
    void addLeaf(int index, const DustValue &value);
    void keepNumbers(int index, const DustValue &value);
    void addBelow(int index, QByteArrayView relative, const DustValue &value);
    void addAtRecord(quint64 revision);
    void addUnrecognised(QByteArrayView segment);
    void assemble(const Subtree &tree);
    void settle();
    bool isComplete() const;
    bool isDirty() const;
    void clean();
    DustError failure() const;
    QStringList unrecognisedNames() const;

    DustSchema schema;
    const DustSchemaData *data;
    QString slug;
    QList<QVariant> values;
    QVariant *cells = nullptr; // into values, while a record is put together
    QString why; // empty but while a field fails
    std::vector<quint8> seen;
    std::vector<Subtree> trees;
    DustMeta meta;
    QVariantMap invalid;
    QByteArray unrecognised; // rendered first segments, each followed by a slash
    qsizetype lastUnrecognised = 0; // where the last of them starts
    size_t next = 0; // into byWireLeaf: leaves come in that order
    bool isSorted = true; // every leaf so far was the expected one
    bool lacksRequired = false;
};

namespace {

bool isSame(const QByteArray &leaf, QByteArrayView segment)
{
    return leaf.size() == segment.size()
            && std::memcmp(leaf.constData(), segment.data(), size_t(segment.size())) == 0;
}

} // namespace

int DustRecordDecoder::Private::indexOf(QByteArrayView segment)
{
    if (Q_LIKELY(next < data->byWireLeaf.size())) {
        const int expected = data->byWireLeaf[next];
        if (Q_LIKELY(isSame(field(expected).wireLeaf, segment))) {
            ++next;
            return expected;
        }
    }
    isSorted = false;
    const int found = schema.indexOfWireLeaf(segment);
    if (found >= 0)
        next = size_t(std::find(data->byWireLeaf.begin(), data->byWireLeaf.end(), found)
                      - data->byWireLeaf.begin())
                + 1;
    return found;
}

void DustRecordDecoder::Private::addLeaf(int index, const DustValue &value)
{
    const bool blank = value.isNull() || (value.isString() && value.toString().isEmpty());
    seen[size_t(index)] |= blank ? Leaf : Leaf | Filled;
    if (Q_UNLIKELY(!field(index).decode(value, cells + index, &why)))
        invalid.insert(field(index).name, std::exchange(why, {}));
    else
        keepNumbers(index, value);
}

void DustRecordDecoder::Private::keepNumbers(int index, const DustValue &value)
{
    if (Q_UNLIKELY(data->keepsNumbers[size_t(index)]))
        DustKeptNumbers::keep(&meta, data->fields.at(index), value);
}

void DustRecordDecoder::Private::addBelow(int index, QByteArrayView relative,
                                          const DustValue &value)
{
    seen[size_t(index)] |= Tree | Filled;
    auto tree = std::find_if(trees.begin(), trees.end(),
                             [index](const Subtree &known) { return known.index == index; });
    if (tree == trees.end())
        tree = trees.insert(tree, { index, {} });
    tree->leaves.append({ DustPath::fromCanonical(relative.toByteArray()), value });
}

void DustRecordDecoder::Private::addAtRecord(quint64 revision)
{
    isSorted = false;
    invalid.insert(
            data->slugField,
            u"there is a value at the record's own path, where only fields belong: remove it"_s);
    meta.addLeaf("", revision);
}

void DustRecordDecoder::Private::addUnrecognised(QByteArrayView segment)
{
    constexpr qsizetype MostBytes = 500; // it is only for a message
    const QByteArrayView last = QByteArrayView(unrecognised).sliced(lastUnrecognised);
    if (unrecognised.size() > MostBytes || (!last.isEmpty() && last.chopped(1) == segment))
        return;
    lastUnrecognised = unrecognised.size();
    unrecognised.append(segment.data(), qMin(segment.size(), MostBytes));
    unrecognised.append('/');
}

void DustRecordDecoder::Private::assemble(const Subtree &tree)
{
    const DustFieldData &nested = field(tree.index);
    if (seen[size_t(tree.index)] & Leaf) {
        invalid.insert(nested.name,
                       u"there is a value and a subtree at the same path: remove one"_s);
        return;
    }
    const auto value = DustValue::assemble(DustPath::fromCanonical(nested.wireLeaf), tree.leaves);
    if (!value)
        invalid.insert(nested.name, value.error().message());
    else if (!nested.decode(*value, cells + tree.index, &why))
        invalid.insert(nested.name, std::exchange(why, {}));
    else
        keepNumbers(tree.index, *value);
}

// Of what only some records have.
bool DustRecordDecoder::Private::isDirty() const
{
    return !trees.empty() || !invalid.isEmpty() || !unrecognised.isEmpty()
            || !meta.leaves().isEmpty();
}

void DustRecordDecoder::Private::clean()
{
    trees.clear();
    invalid.clear();
    unrecognised.resize(0);
    lastUnrecognised = 0;
    meta = {};
}

// After the last leaf: what was not there is null.
void DustRecordDecoder::Private::settle()
{
    for (const Subtree &tree : trees)
        assemble(tree);
    for (int i = 0; i < values.size(); ++i) {
        if (seen[size_t(i)] == Nothing)
            cells[i] = data->nullValues.at(i);
        lacksRequired = lacksRequired
                || (data->isRequired[size_t(i)] && !(seen[size_t(i)] & Filled));
    }
    meta.setLoaded(true);
}

bool DustRecordDecoder::Private::isComplete() const
{
    return !lacksRequired && invalid.isEmpty() && !meta.leaves().isEmpty();
}

QStringList DustRecordDecoder::Private::unrecognisedNames() const
{
    QStringList names;
    for (const QByteArray &segment : unrecognised.split('/')) {
        if (!segment.isEmpty())
            names.append(DustPath::unescapeSegment(segment));
    }
    return names;
}

DustError DustRecordDecoder::Private::failure() const
{
    if (!data)
        return DustError::invalidParams(
                u"invalid_schema"_s,
                u"A null DustSchema has no records: look at the error of DustSchema::of() or build()."_s);
    const auto path = schema.recordPath(slug);
    const QString where = path ? path->toString() : slug;
    const QVariantMap detail{ { u"slug"_s, slug }, { u"path"_s, where } };
    if (meta.leaves().isEmpty())
        return DustError(DustError::NotFound,
                         u"There is no record at %1."_s.arg(DustText::quoted(where)), detail);
    QStringList missing;
    for (int i = 0; i < data->fields.size(); ++i) {
        if (data->isRequired[size_t(i)] && !(seen[size_t(i)] & Filled))
            missing.append(data->fields.at(i).name());
    }
    const QStringList strangers = unrecognisedNames();
    QStringList faults;
    if (!missing.isEmpty())
        faults.append(u"missing %1"_s.arg(missing.join(", "_L1)));
    for (auto it = invalid.cbegin(); it != invalid.cend(); ++it)
        faults.append(u"%1: %2"_s.arg(it.key(), it.value().toString()));
    if (!strangers.isEmpty())
        faults.append(u"unrecognised %1"_s.arg(DustText::quoted(strangers.join(", "_L1))));
    return DustError(DustError::NotFound,
                     u"What is stored at %1 is no %2: %3."_s.arg(DustText::quoted(where),
                                                                 data->name, faults.join("; "_L1)),
                     detail)
            .with(u"missing"_s, missing)
            .with(u"unrecognised"_s, strangers)
            .with(u"invalid"_s, invalid);
}

DustRecordDecoder::DustRecordDecoder(const DustSchema &schema)
    : d(std::make_unique<Private>(schema))
{}

DustRecordDecoder::~DustRecordDecoder() = default;

void DustRecordDecoder::begin(const QString &slug)
{
    d->slug = slug;
    if (Q_UNLIKELY(d->isDirty()))
        d->clean();
    d->next = 0;
    d->isSorted = true;
    d->lacksRequired = false;
    const qsizetype size = d->data ? d->data->fields.size() : 0;
    if (d->values.size() != size)
        d->values.resize(size);
    d->cells = d->values.data();
    d->seen.assign(size_t(size), Private::Nothing);
    d->meta.reserve(size);
}

void DustRecordDecoder::add(QByteArrayView relative, const DustValue &value, quint64 revision)
{
    if (!d->data)
        return;
    Q_ASSERT_X(d->cells, "DustRecordDecoder::add", "begin() comes first");
    if (Q_UNLIKELY(relative.isEmpty()))
        return d->addAtRecord(revision);
    const auto *slash = static_cast<const char *>(
            std::memchr(relative.data(), '/', size_t(relative.size())));
    const QByteArrayView segment = slash ? relative.first(slash - relative.data()) : relative;
    const int index = d->indexOf(segment);
    if (Q_LIKELY(index >= 0 && !slash)) {
        d->addLeaf(index, value);
        const QByteArray &leaf = d->field(index).wireLeaf;
        return d->isSorted ? d->meta.appendLeaf(leaf, revision) : d->meta.addLeaf(leaf, revision);
    }
    d->isSorted = false;
    if (index >= 0)
        d->addBelow(index, relative, value);
    else
        d->addUnrecognised(segment);
    const QByteArray leaf = relative.toByteArray();
    d->meta.addLeaf(leaf, revision);
    if (index < 0 && revision == 0)
        DustKeptNumbers::keepStranger(&d->meta, leaf, value);
}

DustResult<DustRecord> DustRecordDecoder::finish()
{
    if (d->data)
        d->settle();
    if (!d->data || !d->isComplete())
        return d->failure();
    DustRecord record;
    record.m_schema = d->schema;
    record.m_slug = d->slug;
    record.m_values = std::exchange(d->values, {});
    record.m_meta = std::exchange(d->meta, {});
    return record;
}

DustResult<void> DustRecordDecoder::finishInto(void *gadget, DustMeta *meta)
{
    if (d->data)
        d->settle();
    if (!d->data || !d->isComplete())
        return d->failure();
    if (!gadget || !d->data->gadgetType.isValid())
        return DustError::invalidParams(
                u"invalid_schema"_s,
                u"The schema \"%1\" has no gadget to write to: use finish()."_s.arg(d->data->name));
    for (int i = 0; i < d->values.size(); ++i)
        d->field(i).write(gadget, d->values.at(i));
    d->data->slugProperty.writeOnGadget(gadget, d->slug);
    if (meta)
        *meta = std::exchange(d->meta, {});
    return {};
}
